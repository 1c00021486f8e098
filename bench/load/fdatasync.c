// SPDX-License-Identifier: Apache-2.0
// Measures how long one durable append takes: 512 bytes into a preallocated, zero-filled file, then fdatasync.
// Usage: fdatasync DIRECTORY COUNT. Prints one JSON object with p50 and p99 in microseconds; removes its file.
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { RECORD = 512, LIMIT = 100000 };

static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

int main(int argc, char **argv) {
    if (argc != 3) return fprintf(stderr, "usage: fdatasync DIRECTORY COUNT\n"), 2;
    int count = atoi(argv[2]);
    if (count < 1 || count > LIMIT) return fprintf(stderr, "fdatasync: COUNT must be 1 to %d\n", LIMIT), 2;
    char path[4096], record[RECORD];
    snprintf(path, sizeof path, "%s/.fdatasync-%d", argv[1], (int)getpid());
    memset(record, 0, sizeof record);
    int fd = open(path, O_CREAT | O_RDWR | O_EXCL, 0600);
    if (fd < 0) return perror(path), 1;
    unlink(path);
    for (int i = 0; i < count; i++) if (write(fd, record, RECORD) != RECORD) return perror("write"), 1;
    if (fsync(fd) != 0) return perror("fsync"), 1;

    double *times = malloc((size_t)count * sizeof *times);
    memset(record, 'x', sizeof record);
    for (int i = 0; i < count; i++) {
        struct timespec from, to;
        clock_gettime(CLOCK_MONOTONIC, &from);
        if (pwrite(fd, record, RECORD, (off_t)i * RECORD) != RECORD || fdatasync(fd) != 0) return perror("append"), 1;
        clock_gettime(CLOCK_MONOTONIC, &to);
        times[i] = (to.tv_sec - from.tv_sec) * 1e6 + (to.tv_nsec - from.tv_nsec) / 1e3;
    }
    qsort(times, count, sizeof *times, ascending);
    printf("{\"p50\":%.0f,\"p99\":%.0f}\n", times[count / 2], times[(long)count * 99 / 100]);
    return 0;
}
