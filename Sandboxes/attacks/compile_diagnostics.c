// Sixty thousand errors, each with the story of its macros.
#define A(x) x x x x x x x x x x x x x x x x
#define B(x) A(A(A(A(x))))
B(_Static_assert(0, "an error of its own");)
int main(void) { return 0; }
