// Preload for Node servers that would listen on every interface: each listen() of a port goes to 127.0.0.1.
const net = require("node:net");
const listen = net.Server.prototype.listen;

net.Server.prototype.listen = function (...args) {
  const [first] = args;
  if (first && typeof first === "object" && first.port !== undefined) {
    args[0] = { ...first, host: "127.0.0.1" };
  } else if (/^\d+$/.test(String(first))) {
    const callback = args.find((each) => typeof each === "function");
    args = [{ port: Number(first), host: "127.0.0.1" }, ...(callback ? [callback] : [])];
  }
  return listen.apply(this, args);
};
