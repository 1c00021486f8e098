// SPDX-License-Identifier: Apache-2.0
// Opens N connections to 127.0.0.1, sends R streamed requests on each, one after the other, and times the first event.
// Usage: streams PORT PATH BODY_FILE CONNECTIONS REQUESTS [HEADER]...
// Prints one JSON object: p50/p95/p99/max of the time to the first `data:` byte of an answer in microseconds,
// how many streams ended with [DONE], and how many answered anything but 200. Ends by itself after 120 s.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { BUFFER = 65536, LIMIT_SECONDS = 120 };

typedef struct {
    int fd;
    int sent;            // requests sent on this connection
    int first_seen;      // the first event of the current answer has arrived
    uint64_t started;
    char tail[BUFFER];   // what has been read of the current answer, oldest bytes dropped
    int length;
} connection;

static char *request;
static int request_length, port, per_connection, epoll;
static uint64_t *first_event;
static long firsts, done, refused, broken, alive;

static uint64_t now_us(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000u + (uint64_t)t.tv_nsec / 1000u;
}

static void send_next(connection *c) {
    if (c->sent == per_connection) {
        close(c->fd);
        c->fd = -1;
        alive--;
        return;
    }
    c->sent++;
    c->first_seen = 0;
    c->length = 0;
    c->started = now_us();
    if (send(c->fd, request, request_length, MSG_NOSIGNAL) != request_length) {
        broken++;
        close(c->fd);
        c->fd = -1;
        alive--;
    }
}

static void open_connection(connection *c) {
    int one = 1;
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    c->fd = socket(AF_INET, SOCK_STREAM, 0);
    if (c->fd < 0 || connect(c->fd, (struct sockaddr *)&to, sizeof to) != 0) {
        perror("connect");
        exit(1);
    }
    setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = c};
    epoll_ctl(epoll, EPOLL_CTL_ADD, c->fd, &event);
    alive++;
    send_next(c);
}

static void read_some(connection *c) {
    if (c->length > BUFFER / 2) { // keep the end only: [DONE] is looked for there
        memmove(c->tail, c->tail + c->length - 64, 64);
        c->length = 64;
    }
    ssize_t n = recv(c->fd, c->tail + c->length, BUFFER - c->length, 0);
    if (n <= 0) {
        if (n < 0 && errno == EINTR) return;
        broken++;
        close(c->fd);
        c->fd = -1;
        alive--;
        return;
    }
    uint64_t at = now_us();
    c->length += (int)n;
    if (!c->first_seen) {
        if (c->length >= 12 && memcmp(c->tail + 9, "200", 3) != 0) {
            refused++;
            c->sent = per_connection; // its framing is not read: give the connection up
            send_next(c);
            return;
        }
        char *head = memmem(c->tail, c->length, "\r\n\r\n", 4);
        if (head && memmem(head, c->length - (head - c->tail), "data:", 5)) {
            c->first_seen = 1;
            first_event[firsts++] = at - c->started;
        }
    }
    // The last chunk follows [DONE]; the connection is free once it has come.
    char *end = c->first_seen ? memmem(c->tail, c->length, "[DONE]", 6) : NULL;
    if (end && memmem(end, c->length - (end - c->tail), "0\r\n\r\n", 5)) {
        done++;
        send_next(c);
    }
}

static int ascending(const void *a, const void *b) {
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

static uint64_t percentile(int p) { return firsts ? first_event[(firsts - 1) * p / 100] : 0; }

int main(int argc, char **argv) {
    if (argc < 6) {
        fprintf(stderr, "usage: streams PORT PATH BODY_FILE CONNECTIONS REQUESTS [HEADER]...\n");
        return 2;
    }
    port = atoi(argv[1]);
    int connections = atoi(argv[4]);
    per_connection = atoi(argv[5]);
    FILE *file = fopen(argv[3], "rb");
    if (!file) {
        perror(argv[3]);
        return 2;
    }
    static char body[BUFFER], headers[BUFFER];
    size_t body_length = fread(body, 1, sizeof body, file);
    fclose(file);
    for (int i = 6, at = 0; i < argc; i++) at += snprintf(headers + at, sizeof headers - at, "%s\r\n", argv[i]);
    request_length = asprintf(&request, "POST %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n%s\r\n%.*s",
        argv[2], port, body_length, headers, (int)body_length, body);
    first_event = calloc((size_t)connections * per_connection, sizeof *first_event);
    connection *all = calloc(connections, sizeof *all);
    epoll = epoll_create1(0);
    for (int i = 0; i < connections; i++) open_connection(&all[i]);

    uint64_t give_up = now_us() + LIMIT_SECONDS * 1000000ull;
    struct epoll_event events[256];
    while (alive > 0 && now_us() < give_up) {
        int n = epoll_wait(epoll, events, 256, 1000);
        for (int i = 0; i < n; i++) {
            connection *c = events[i].data.ptr;
            if (c->fd >= 0) read_some(c);
        }
    }
    qsort(first_event, firsts, sizeof *first_event, ascending);
    printf("{\"first\":%ld,\"done\":%ld,\"refused\":%ld,\"broken\":%ld,\"unfinished\":%ld,\"p50\":%lu,\"p95\":%lu,\"p99\":%lu,\"max\":%lu}\n",
        firsts, done, refused, broken, alive, percentile(50), percentile(95), percentile(99), percentile(100));
    return 0;
}
