#include <bits/stdc++.h>

int main() {
    std::string what;
    std::getline(std::cin, what);
    if (what == "echo") {
        std::cout << std::cin.rdbuf();
    } else if (what == "exit") {
        return 3;
    } else if (what == "raise") {
        throw std::runtime_error("deliberate");
    } else if (what == "abort") {
        std::abort();
    } else if (what == "spin") {
        for (volatile int i = 0;; i = i + 1) {}
    } else if (what == "hog") {
        std::vector<std::string> kept;
        for (;;) kept.emplace_back(1 << 20, 'x');
    }
}
