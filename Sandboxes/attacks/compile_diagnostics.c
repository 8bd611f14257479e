// An error in every place of a table of a billion.
#define A(x) x x x x x x x x x x x x x x x x
#define B(x) A(A(A(x)))
int main(void) { B(B(undeclared(there_is_no_such_name);)) }
