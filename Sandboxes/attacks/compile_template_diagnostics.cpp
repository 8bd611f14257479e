template <int N> struct Wrong {
    Wrong<N - 1> left;
    typename Wrong<N - 1>::there_is_no_such_type_at_all value = undeclared_in_every_instance(N);
    static_assert(N < 0, "an error of its own in each of nine hundred instances");
};
#define A(x) x x x x x x x x x x x x x x x x
#define B(x) A(A(A(A(A(x)))))
int main() { B(Wrong<800> w = undeclared;) }
