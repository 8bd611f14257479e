#define A(x) x x x x x x x x x x x x x x x x
#define B(x) A(A(A(A(x))))
#define C(x) B(B(B(B(x))))
int array[] = {C(C(1,))};
int main(void) { return 0; }
