template <int N> struct Wrong : Wrong<N - 1> {
    static_assert(N < 0, "an error of its own in each of eight hundred instances");
    typename Wrong<N - 1>::there_is_no_such_type value = undeclared_in_every_instance(N);
};
template <> struct Wrong<0> {};
Wrong<800> wrong;
int main() { return 0; }
