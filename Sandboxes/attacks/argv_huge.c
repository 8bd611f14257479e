#include "attack.h"

int main(int count, char **words) {
    if (count > 900) return escaped("1,000 arguments of 1 KiB"), 0;
    static char word[1025], long_word[200000];
    memset(word, 'a', 1024);
    memset(long_word, 'b', sizeof long_word - 1);
    char **many = calloc(300001, sizeof *many);
    for (int i = 0; i < 300000; i++) many[i] = word;
    many[1000] = NULL;
    tried("1,000 arguments", execve("/work/main", many, NULL));
    many[1000] = word;
    tried("300,000 arguments", execve("/work/main", many, NULL));
    many[1] = NULL;
    char *one[] = {words[0], long_word, NULL};
    tried("an argument of 200 kB", execve("/work/main", one, NULL));
    char **room = calloc(300001, sizeof *room);
    for (int i = 0; i < 300000; i++) room[i] = word;
    tried("300,000 variables", execve("/work/main", many, room));
}
