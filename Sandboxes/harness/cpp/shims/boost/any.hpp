// What programs use of Boost's `any` where Boost is not installed: the standard library's.
#ifndef BOOST_ANY_INCLUDED
#define BOOST_ANY_INCLUDED
#include <any>
#include <string>
#include <typeinfo>
#include <utility>

namespace boost {
class any : public std::any {
public:
    using std::any::any;
    any() = default;
    any(const any &) = default;
    any(any &&) = default;
    any &operator=(const any &) = default;
    any &operator=(any &&) = default;
    template <class T> any &operator=(T &&value) {
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
