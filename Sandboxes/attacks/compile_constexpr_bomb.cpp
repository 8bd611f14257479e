constexpr unsigned burn(unsigned n) {
    unsigned sum = 0;
    for (unsigned i = 0; i < 200000; i++) sum = sum * 31 + i + n;
    return sum;
}
template <unsigned N> struct Many { static constexpr unsigned value = burn(N) + Many<N - 1>::value; };
template <> struct Many<0> { static constexpr unsigned value = 0; };
unsigned answer = Many<800>::value;
int main() { return (int)answer; }
