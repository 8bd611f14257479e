/*
 * Stands between source and tests. The tests' `assert` takes its expression apart: `==` between values
 * of types that the source alone knows is not believed, and operators of the source for the language's
 * own types are not seen. No header is included, so that it costs nothing.
 */
namespace assay_ASSAY_MARK {

inline const char words[] = ASSAY_WORDS;

inline bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

inline bool has_word(const char *list, const char *word, unsigned long length)
{
    for (const char *at = list; *at; at++) {
        unsigned long n = 0;
        while (is_word(at[n]))
            n++;
        if (n == length && __builtin_strncmp(at, word, n) == 0)
            return true;
        if (n)
            at += n - 1;
    }
    return false;
}

/* Whether all of a type's name is the language's, the library's, or a word of the tests. */
inline bool is_known(const char *name, const char *end)
{
    const char *plain = " int long unsigned signed char short bool float double void const volatile "
                        "wchar_t char8_t char16_t char32_t __int128 struct class enum ";
    for (const char *at = name; at < end && *at;) {
        unsigned long n = 0;
        if (!is_word(*at)) {
            at++;
            continue;
        }
        if (__builtin_strncmp(at, "std::", 5) == 0 || __builtin_strncmp(at, "__gnu_cxx::", 11) == 0) {
            while (is_word(*at) || *at == ':')
                at++;
            continue;
        }
        while (is_word(at[n]))
            n++;
        if (!(*at >= '0' && *at <= '9') && !has_word(plain, at, n) && !has_word(words, at, n))
            return false;
        at += n;
    }
    return true;
}

template <class T> const char *name_of() { return __PRETTY_FUNCTION__; }

[[noreturn]] inline void refuse(const char *name)
{
    ASSAY_FAILURE_of(name);
}

template <class T> void check()
{
    if constexpr (__is_class(T) || __is_union(T) || __is_enum(T)) {
        const char *name = name_of<T>();
        const char *start = __builtin_strstr(name, "T = ");
        const char *end = __builtin_strrchr(name, ']');
        if (!start || !end || !is_known(start + 4, end))
            refuse(name);
    }
}

/* With operators of its own, this namespace hides those that the source has outside. */
struct Nobody {};
void operator==(Nobody, Nobody);
void operator!=(Nobody, Nobody);
void operator<(Nobody, Nobody);
void operator<=(Nobody, Nobody);
void operator>(Nobody, Nobody);
void operator>=(Nobody, Nobody);

template <class A, class B> bool equal(const A &a, const B &b) { return static_cast<bool>(a == b); }
template <class A> bool equal(A *const &a, const long &b) { return a == nullptr && b == 0; }
template <class A> bool equal(A *const &a, const int &b) { return a == nullptr && b == 0; }
#ifdef _GLIBCXX_STRING
inline bool equal(const std::string &a, const std::string &b)
{
    return a.size() == b.size() && __builtin_memcmp(a.data(), b.data(), a.size()) == 0;
}
#endif
#ifdef _GLIBCXX_VECTOR
template <class T, class X, class Y>
bool equal(const std::vector<T, X> &a, const std::vector<T, Y> &b)
{
    if (a.size() != b.size())
        return false;
    for (unsigned long i = 0; i < a.size(); i++) {
        const T &one = a[i], &other = b[i];
        if (!equal(one, other))
            return false;
    }
    return true;
}
template <class X, class Y>
bool equal(const std::vector<bool, X> &a, const std::vector<bool, Y> &b)
{
    if (a.size() != b.size())
        return false;
    for (unsigned long i = 0; i < a.size(); i++)
        if (static_cast<bool>(a[i]) != static_cast<bool>(b[i]))
            return false;
    return true;
}
#endif

template <class L> struct Left {
    const L &held;
    template <class R> bool operator==(const R &right) const
    {
        check<L>(), check<R>();
        return equal(held, right);
    }
    template <class R> bool operator!=(const R &right) const
    {
        check<L>(), check<R>();
        return !equal(held, right);
    }
    template <class R> bool operator<(const R &right) const
    {
        check<L>(), check<R>();
        return static_cast<bool>(held < right);
    }
    template <class R> bool operator>(const R &right) const
    {
        check<L>(), check<R>();
        return static_cast<bool>(held > right);
    }
    template <class R> bool operator<=(const R &right) const
    {
        check<L>(), check<R>();
        return static_cast<bool>(held <= right);
    }
    template <class R> bool operator>=(const R &right) const
    {
        check<L>(), check<R>();
        return static_cast<bool>(held >= right);
    }
    template <class R> auto operator&(const R &right) const { return held & right; }
    template <class R> auto operator|(const R &right) const { return held | right; }
    template <class R> auto operator^(const R &right) const { return held ^ right; }
    explicit operator bool() const
    {
        check<L>();
        return static_cast<bool>(held);
    }
};

struct Taker {
    template <class L> Left<L> operator<=(const L &value) const { return {value}; }
};

}
#undef assert
#define assert(...)                                                                                \
    (static_cast<bool>(assay_ASSAY_MARK::Taker{} <= __VA_ARGS__)                                  \
         ? static_cast<void>(0)                                                                    \
         : ASSAY_FAILURE(__LINE__))
