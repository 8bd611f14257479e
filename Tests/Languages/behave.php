<?php
[$what, $rest] = explode("\n", stream_get_contents(STDIN), 2);
switch ($what) {
    case "echo": echo $rest; break;
    case "exit": exit(3);
    case "raise": throw new RuntimeException("deliberate");
    case "abort": posix_kill(posix_getpid(), 6); break;
    case "spin": while (true); break;
    case "hog":
        $kept = [];
        while (true) $kept[] = str_repeat("x", 1 << 20);
}
