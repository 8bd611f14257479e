// What programs use of Boost's `any` where Boost is not installed: the standard library's.
#ifndef BOOST_ANY_INCLUDED
#define BOOST_ANY_INCLUDED
#include <any>
#include <string>
#include <type_traits>
#include <typeinfo>
#include <utility>

namespace boost {
class any : public std::any {
    // A copy of another is no value inside of this one, be it const or not.
    template <class T>
    static constexpr bool is_value = !std::is_base_of_v<std::any, std::decay_t<T>>;

public:
    any() = default;
    any(const any &) = default;
    any(any &&) = default;
    template <class T>
        requires is_value<T>
    any(T &&value) : std::any(std::forward<T>(value)) {}
    any &operator=(const any &) = default;
    any &operator=(any &&) = default;
    template <class T>
        requires is_value<T>
    any &operator=(T &&value) {
        std::any::operator=(std::forward<T>(value));
        return *this;
    }
    bool empty() const noexcept { return !has_value(); }
    void clear() noexcept { reset(); }
};
using bad_any_cast = std::bad_any_cast;
template <class T> T any_cast(const any &value) {
    return std::any_cast<T>(static_cast<const std::any &>(value));
}
template <class T> T any_cast(any &value) {
    return std::any_cast<T>(static_cast<std::any &>(value));
}
template <class T> const T *any_cast(const any *value) {
    return std::any_cast<T>(static_cast<const std::any *>(value));
}
template <class T> T *any_cast(any *value) {
    return std::any_cast<T>(static_cast<std::any *>(value));
}
}  // namespace boost
#endif
