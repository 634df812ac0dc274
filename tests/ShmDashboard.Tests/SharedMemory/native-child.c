// Does what it is told, a line a command, with glibc's own locks. See NativeChild.cs.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static char *memory;
static size_t size;
static sem_t *semaphore;
static int files[16];
static int file_count;

static int open_file(const char *path)
{
    int fd = open(path, O_RDWR);
    if (fd >= 0)
        files[file_count++ % 16] = fd;
    return fd;
}

static int map(const char *path)
{
    struct stat status;
    int fd = open(path, O_RDWR);
    if (fd < 0 || fstat(fd, &status) != 0)
        return errno;
    size = (size_t)status.st_size;
    memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);
    return memory == MAP_FAILED ? errno : 0;
}

static int init(long offset, const char *kind)
{
    pthread_mutexattr_t attributes;
    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
    if (strstr(kind, "robust"))
        pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
    if (strstr(kind, "recursive"))
        pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_RECURSIVE);
    if (strstr(kind, "inherit"))
        pthread_mutexattr_setprotocol(&attributes, PTHREAD_PRIO_INHERIT);
    return pthread_mutex_init((pthread_mutex_t *)(memory + offset), &attributes);
}

static int init_read_write(long offset, int writers_first)
{
    pthread_rwlockattr_t attributes;
    pthread_rwlockattr_init(&attributes);
    pthread_rwlockattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
    if (writers_first)
        pthread_rwlockattr_setkind_np(&attributes, PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP);
    return pthread_rwlock_init((pthread_rwlock_t *)(memory + offset), &attributes);
}

// The beginning of a managed segment of boost::interprocess 1.74, as far as it is looked at.
static int boost(void)
{
    int error = init(16, "plain");
    if (error == 0)
        error = init(0x70, "recursive");
    *(uint64_t *)(memory + 0x68) = size - 16;
    *(uint32_t *)memory = 2;
    return error;
}

// The textbooks' binary semaphore: 1 is free.
static int set_operation(long key, long change, int undo)
{
    int set = semget((key_t)key, 1, 0);
    struct sembuf operation = { .sem_num = 0, .sem_op = (short)change, .sem_flg = undo ? SEM_UNDO : 0 };
    return set < 0 || semop(set, &operation, 1) != 0 ? errno : 0;
}

static int attach(long key)
{
    int id = shmget((key_t)key, 0, 0);
    struct shmid_ds status;
    if (id < 0 || shmctl(id, IPC_STAT, &status) != 0)
        return errno;
    size = status.shm_segsz;
    memory = shmat(id, NULL, 0);
    return memory == (void *)-1 ? errno : 0;
}

static int wait_for_news(long offset)
{
    pthread_condattr_t attributes;
    pthread_cond_t *news = (pthread_cond_t *)(memory + offset + 64);
    int error = init(offset, "plain");
    pthread_condattr_init(&attributes);
    pthread_condattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
    if (error == 0)
        error = pthread_cond_init(news, &attributes);
    if (error == 0)
        error = pthread_mutex_lock((pthread_mutex_t *)(memory + offset));
    return error ? error : pthread_cond_wait(news, (pthread_mutex_t *)(memory + offset));
}

static void *lock_for_ever(void *mutex)
{
    pthread_mutex_lock(mutex);
    printf("%ld\n", (long)syscall(SYS_gettid));
    fflush(stdout);
    pause();
    return NULL;
}

static int range_lock(const char *path, int command, long from, long length, const char *mode)
{
    struct flock range = { .l_type = mode[0] == 'e' ? F_WRLCK : F_RDLCK, .l_whence = SEEK_SET, .l_start = from, .l_len = length };
    int fd = open_file(path);
    return fd < 0 || fcntl(fd, command, &range) != 0 ? errno : 0;
}

int main(void)
{
    char line[1024], word[32], text[512], mode[32];
    long number, length;
    puts("ready");
    fflush(stdout);
    while (fgets(line, sizeof line, stdin)) {
        int error = 0, silent = 0;
        text[0] = mode[0] = 0;
        number = length = 0;
        sscanf(line, "%31s", word);
        if (!strcmp(word, "map") && sscanf(line, "%*s %511s", text) == 1)
            error = map(text);
        else if (!strcmp(word, "init") && sscanf(line, "%*s %ld %31s", &number, mode) == 2)
            error = init(number, mode);
        else if (!strcmp(word, "boost"))
            error = boost();
        else if (!strcmp(word, "lock") && sscanf(line, "%*s %ld", &number) == 1)
            error = pthread_mutex_lock((pthread_mutex_t *)(memory + number));
        else if (!strcmp(word, "unlock") && sscanf(line, "%*s %ld", &number) == 1)
            error = pthread_mutex_unlock((pthread_mutex_t *)(memory + number));
        else if (!strcmp(word, "rwinit") && sscanf(line, "%*s %ld %ld", &number, &length) == 2)
            error = init_read_write(number, length != 0);
        else if (!strcmp(word, "read") && sscanf(line, "%*s %ld", &number) == 1)
            error = pthread_rwlock_rdlock((pthread_rwlock_t *)(memory + number));
        else if (!strcmp(word, "write") && sscanf(line, "%*s %ld", &number) == 1)
            error = pthread_rwlock_wrlock((pthread_rwlock_t *)(memory + number));
        else if (!strcmp(word, "rwunlock") && sscanf(line, "%*s %ld", &number) == 1)
            error = pthread_rwlock_unlock((pthread_rwlock_t *)(memory + number));
        else if (!strcmp(word, "threadlock") && sscanf(line, "%*s %ld", &number) == 1) {
            pthread_t thread;
            error = pthread_create(&thread, NULL, lock_for_ever, memory + number);
            silent = error == 0;
        }
        else if (!strcmp(word, "semcreate") && sscanf(line, "%*s %511s %ld", text, &number) == 2) {
            semaphore = sem_open(text, O_CREAT | O_EXCL, 0600, (unsigned)number);
            error = semaphore == SEM_FAILED ? errno : 0;
        }
        else if (!strcmp(word, "semopen") && sscanf(line, "%*s %511s", text) == 1) {
            semaphore = sem_open(text, 0);
            error = semaphore == SEM_FAILED ? errno : 0;
        }
        else if (!strcmp(word, "attach") && sscanf(line, "%*s %ld", &number) == 1)
            error = attach(number);
        else if (!strcmp(word, "setop") && sscanf(line, "%*s %ld %ld %31s", &number, &length, mode) == 3)
            error = set_operation(number, length, mode[0] == 'u');
        else if (!strcmp(word, "news") && sscanf(line, "%*s %ld", &number) == 1)
            error = wait_for_news(number);
        else if (!strcmp(word, "seminit") && sscanf(line, "%*s %ld %ld", &number, &length) == 2)
            error = sem_init((sem_t *)(memory + number), 1, (unsigned)length) == 0 ? 0 : errno;
        else if (!strcmp(word, "semtake") && sscanf(line, "%*s %ld", &number) == 1)
            error = sem_wait((sem_t *)(memory + number)) == 0 ? 0 : errno;
        else if (!strcmp(word, "semwait"))
            error = sem_wait(semaphore) == 0 ? 0 : errno;
        else if (!strcmp(word, "sempost"))
            error = sem_post(semaphore) == 0 ? 0 : errno;
        else if (!strcmp(word, "flock") && sscanf(line, "%*s %511s %31s", text, mode) == 2) {
            int fd = open_file(text);
            error = fd < 0 || flock(fd, mode[0] == 'e' ? LOCK_EX : LOCK_SH) != 0 ? errno : 0;
        }
        else if (!strcmp(word, "setlk") && sscanf(line, "%*s %511s %ld %ld %31s", text, &number, &length, mode) == 4)
            error = range_lock(text, F_SETLKW, number, length, mode);
        else if (!strcmp(word, "ofd") && sscanf(line, "%*s %511s %ld %ld %31s", text, &number, &length, mode) == 4)
            error = range_lock(text, F_OFD_SETLKW, number, length, mode);
        else
            error = EINVAL;
        if (!silent) {
            if (error)
                printf("failed %d %s\n", error, strerror(error));
            else
                puts("done");
            fflush(stdout);
        }
    }
    return 0;
}
