template <int N, typename... T> struct Grow : Grow<N - 1, T..., T..., int> {
    Grow<N - 1, int, T...> other;
};
template <typename... T> struct Grow<0, T...> { int value[sizeof...(T) + 1]; };
int main() { return Grow<40>().value[0]; }
