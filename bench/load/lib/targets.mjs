// What is measured: how each target is started and which headers it wants.
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { freePort, line, start } from "./processes.mjs";

const here = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
export const GATEWAY_CORE = 1;
export const LOAD_CORE = 0;
const anyKey = { authorization: "Bearer sk-test" };

/** Each target: `open(upstreamPort, work)` gives { process, port, headers }; the process is null where there is none. */
export const targets = {
  direct: {
    title: "direct (no gateway)",
    open: async (upstream) => ({ process: null, port: upstream, headers: anyKey }),
  },

  nginx: {
    title: "nginx, plain reverse proxy",
    open: async (upstream, work) => {
      const port = await freePort();
      const folder = path.join(work, "nginx");
      mkdirSync(folder, { recursive: true });
      writeFileSync(path.join(folder, "nginx.conf"), nginxConfiguration(port, upstream));
      return { process: start("nginx", GATEWAY_CORE, "nginx", ["-p", folder, "-c", "nginx.conf", "-e", "stderr"]), port, headers: anyKey };
    },
  },

  forwarder: {
    title: "minimal .NET forwarder",
    open: async (upstream, work) => {
      const port = await freePort();
      const env = { PORT: String(port), UPSTREAM: `http://127.0.0.1:${upstream}` };
      return { process: start("forwarder", GATEWAY_CORE, path.join(work, "forwarder/forwarder"), [], { env }), port, headers: anyKey };
    },
  },

  portkey: {
    title: "Portkey 1.15.2",
    open: (upstream) => portkey(upstream, {
      ...anyKey,
      "x-portkey-provider": "openai",
      "x-portkey-custom-host": `http://127.0.0.1:${upstream}/v1`,
    }),
  },

  "portkey-guards": {
    title: "Portkey 1.15.2 + 2 regex guards",
    open: (upstream) => portkey(upstream, {
      ...anyKey,
      "x-portkey-config": JSON.stringify({
        provider: "openai",
        custom_host: `http://127.0.0.1:${upstream}/v1`,
        input_guardrails: [{ "default.regexMatch": { rule: "launch codes|strike order", not: true }, deny: true }],
        output_guardrails: [{ "default.regexMatch": { rule: "launch codes|strike order", not: true }, deny: true }],
      }),
    }),
  },

  concordat: {
    title: "Concordat, everything on",
    open: async (upstream, work) => {
      const port = await freePort();
      const process = start("concordat", GATEWAY_CORE, path.join(work, "concordat/concordat"), [
        "demo", "--port", String(port), "--data", path.join(work, "data"),
        "--upstream", `http://127.0.0.1:${upstream}/v1`, "--model", "mock-1",
      ]);
      const key = await line(process, "key");
      return { process, port, headers: { authorization: `Bearer ${key}` }, ledger: await line(process, "ledger"), logKey: await line(process, "log-key") };
    },
  },
};

async function portkey(upstream, headers) {
  const port = await freePort();
  const script = path.join(here, "portkey/node_modules/@portkey-ai/gateway/build/start-server.js");
  // Portkey listens on every interface; the preload keeps it on loopback.
  const args = ["--require", path.join(here, "bind-loopback.cjs"), script, `--port=${port}`, "--headless"];
  return { process: start("portkey", GATEWAY_CORE, "node", args, { env: { NODE_ENV: "production" } }), port, headers };
}

const nginxConfiguration = (port, upstream) => `
daemon off;
worker_processes 1;
worker_rlimit_nofile 16384;
pid nginx.pid;
error_log stderr crit;
events { worker_connections 8192; }
http {
  access_log off;
  client_body_temp_path body;
  proxy_temp_path proxy;
  fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi;
  scgi_temp_path scgi;
  keepalive_requests 100000000;
  upstream model { server 127.0.0.1:${upstream}; keepalive 64; keepalive_requests 100000000; }
  server {
    listen 127.0.0.1:${port} backlog=4096;
    location / {
      proxy_pass http://model;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_buffering off;
    }
  }
}
`;
