// Calls the source's entry point; how is deduced from the function's own type.
//
// The source comes first, so that it sees what it would see alone; what follows uses no name that
// it could have taken.
#include "calls.h"
#define main assay_main_of_source
#include "../ASSAY_SOURCE_PATH"

// An unfinished line of the source's swallows this one.
#include "names.h"
// What the source leaves open is an error here, and not somewhere in a header.
#line 1 "ASSAY_SOURCE_PATH: after its end"
; namespace assay_driver {}
#line 15 ".assay/driver.cpp"
#include <cxxabi.h>
#include <exception>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <typeinfo>
#include <utility>
#include "types.hpp"
#include "containers.hpp"

namespace assay_driver {

// MARK: what a parameter is given

template <class P> struct assay_slot {
    std::decay_t<P> assay_value;
    explicit assay_slot(const assay_node *assay_from)
        : assay_value(assay_type<std::decay_t<P>>::read(assay_from)) {}
    P assay_give() {
        if constexpr (std::is_lvalue_reference_v<P>) {
            return static_cast<P>(assay_value);
        } else if constexpr (std::is_copy_constructible_v<std::decay_t<P>>
                             && !std::is_rvalue_reference_v<P>) {
            return assay_value;
        } else {
            return std::move(assay_value);
        }
    }
    void assay_observe() { assay_type<std::decay_t<P>>::write(assay_value); }
};

template <class T>
inline constexpr bool assay_is_array
    = std::is_pointer_v<T>
    && assay_type<std::remove_cv_t<std::remove_pointer_t<T>>>::is_known
    && !assay_type<T>::is_known;

// A pointer is given the items of a list, and observed as that list.
template <class P>
    requires assay_is_array<std::decay_t<P>>
struct assay_slot<P> {
    using item = std::remove_cv_t<std::remove_pointer_t<std::decay_t<P>>>;
    item *assay_items = nullptr;
    unsigned long assay_count = 0;
    std::decay_t<P> assay_pointer = nullptr;
    explicit assay_slot(const assay_node *assay_from) {
        if (assay_from->kind == assay_null) return;
        assay_check_sequence(assay_from, assay_name_of<std::decay_t<P>>());
        assay_count = assay_from->size;
        assay_items = new item[assay_count + 1]();
        for (unsigned long assay_i = 0; assay_i < assay_count; assay_i++)
            assay_items[assay_i] = assay_type<item>::read(assay_from->items[assay_i]);
        assay_pointer = assay_items;
    }
    P assay_give() { return static_cast<P>(assay_pointer); }
    void assay_observe() {
        for (unsigned long assay_i = 0; assay_i < assay_count; assay_i++) {
            assay_put(assay_i ? "," : "[");
            assay_type<item>::write(assay_items[assay_i]);
        }
        assay_put(assay_count ? "]" : "[]");
    }
};

// MARK: one call

template <class R, class P, class F, std::size_t... I>
void assay_invoke(const assay_call &assay_the, F &&assay_function, std::index_sequence<I...>) {
    const assay_node *assay_arguments = assay_the.arguments;
    // Braces: from the first to the last.
    std::tuple<assay_slot<std::tuple_element_t<I, P>>...> assay_slots{
        (assay_place = I + 1,
         assay_slot<std::tuple_element_t<I, P>>(assay_arguments->items[I]))...};
    (void)assay_slots;
    auto assay_finish = [&] {
        ((static_cast<long>(I) == assay_the.observe ? std::get<I>(assay_slots).assay_observe()
                                                    : void()),
         ...);
        assay_send();
    };
    if constexpr (std::is_void_v<R>) {
        assay_function(std::get<I>(assay_slots).assay_give()...);
        assay_begin(assay_the.id);
        assay_put("\"value\":");
        if (assay_the.observe < 0) assay_put("null");
    } else {
        // A copy of what a reference refers to, as long as there is anything.
        using assay_held = std::conditional_t<std::is_reference_v<R>, std::decay_t<R>, R>;
        assay_held assay_result = assay_function(std::get<I>(assay_slots).assay_give()...);
        assay_begin(assay_the.id);
        assay_put("\"value\":");
        if (assay_the.observe < 0)
            assay_type<std::remove_cv_t<assay_held>>::write(assay_result);
    }
    assay_finish();
}

// Whether a call may leave out all parameters but the first ones.
template <class R, class P, class F, std::size_t... I>
constexpr bool assay_may_end(std::index_sequence<I...>) {
    if constexpr (requires(F assay_function, assay_slot<std::tuple_element_t<I, P>> &...assay_in) {
                      assay_function(assay_in.assay_give()...);
                  }) {
        return std::is_void_v<R>
            || std::is_convertible_v<
                   decltype(std::declval<F>()(
                       std::declval<assay_slot<std::tuple_element_t<I, P>> &>().assay_give()...)),
                   R>;
    } else {
        return false;
    }
}

// Calls with as many arguments as there are; the last parameters may have values of their own.
template <class R, class P, std::size_t N, class F>
void assay_choose(const assay_call &assay_the, F &&assay_function) {
    if (assay_the.arguments->size == N)
        return assay_invoke<R, P>(assay_the, assay_function, std::make_index_sequence<N>());
    if constexpr (N > 0) {
        if constexpr (assay_may_end<R, P, F>(std::make_index_sequence<N - 1>()))
            if (assay_the.arguments->size < N)
                return assay_choose<R, P, N - 1>(assay_the, static_cast<F &&>(assay_function));
    }
    throw assay_unfit{assay_print("%lu arguments were given for %lu parameters",
                                  assay_the.arguments->size, std::tuple_size_v<P>)};
}

template <class R, class... P> struct assay_signature {
    template <class F> static void invoke(const assay_call &assay_the, F &&assay_function) {
        if (assay_the.has_keywords) throw assay_unfit{"keyword arguments cannot be passed in C++"};
        assay_choose<R, std::tuple<P...>, sizeof...(P)>(
            assay_the, static_cast<F &&>(assay_function));
    }
};

// MARK: what kind of function it is

template <class R, class... P> assay_signature<R, P...> assay_plain(void *, R (*)(P...));
template <class C, class R, class... P>
assay_signature<R, P...> assay_plain(void *, R (C::*)(P...));
template <class C, class R, class... P>
assay_signature<R, P...> assay_plain(void *, R (C::*)(P...) const);
template <class T> auto assay_object(void *, T &&)
    -> decltype(assay_plain(nullptr, &std::remove_cvref_t<T>::operator()));

// Of a name that the C library bears too, the one that takes a container or a text first.
template <class R, template <class...> class X, class... A, class... P>
assay_signature<R, X<A...>, P...> assay_contained(void *, R (*)(X<A...>, P...));
template <class R, template <class...> class X, class... A, class... P>
assay_signature<R, X<A...> &, P...> assay_contained(void *, R (*)(X<A...> &, P...));
template <class R, template <class...> class X, class... A, class... P>
assay_signature<R, const X<A...> &, P...> assay_contained(void *, R (*)(const X<A...> &, P...));

template <class T> struct assay_told;
template <class R, class... P> struct assay_told<R(P...)> {
    using found = assay_signature<R, P...>;
};

#if ASSAY_ENTRY_IN_CLASS
#define ASSAY_NAMED ::ASSAY_ENTRY_CLASS::ASSAY_ENTRY_NAME
#define ASSAY_CALLEE assay_object_of_class.ASSAY_ENTRY_NAME
#else
#define ASSAY_NAMED ::ASSAY_ENTRY_NAME
#define ASSAY_CALLEE ASSAY_NAMED
#endif
#define ASSAY_CALLED(assay_pack) ASSAY_CALLEE(static_cast<decltype(assay_pack) &&>(assay_pack)...)

// The null of a dependent type makes what does not fit no error.
template <class T> auto assay_find() {
#if ASSAY_SIGNED
    return typename assay_told<ASSAY_RETURNS(ASSAY_PARAMETERS)>::found();
#else
    if constexpr (requires { assay_plain(static_cast<T *>(nullptr), &ASSAY_NAMED); }) {
        return decltype(assay_plain(static_cast<T *>(nullptr), &ASSAY_NAMED))();
    } else if constexpr (requires { assay_contained(static_cast<T *>(nullptr), &ASSAY_NAMED); }) {
        return decltype(assay_contained(static_cast<T *>(nullptr), &ASSAY_NAMED))();
#if !ASSAY_ENTRY_IN_CLASS
    } else if constexpr (requires { assay_object(static_cast<T *>(nullptr), ASSAY_NAMED); }) {
        return decltype(assay_object(static_cast<T *>(nullptr), ASSAY_NAMED))();
#endif
    } else {
        static_assert(sizeof(T) == 0,
                      "`ASSAY_ENTRY_POINT` is overloaded, a template, or no function: "
                      "only a `signature` would tell what to call");
    }
#endif
}

void assay_answer_call(const assay_call &assay_the) {
#if ASSAY_ENTRY_IN_CLASS
    ::ASSAY_ENTRY_CLASS assay_object_of_class{};
#endif
    // Its result is told beforehand: so it can be asked what it may be called with.
    decltype(assay_find<int>())::invoke(
        assay_the,
        [&](auto &&...assay_arguments) -> decltype(ASSAY_CALLED(assay_arguments)) {
            return ASSAY_CALLED(assay_arguments);
        });
}

// MARK: what is thrown

void assay_tell(long assay_id, const std::type_info *assay_info, const std::exception *assay_error,
                std::string_view assay_message) {
    const char *assay_types[8];
    unsigned long assay_count = 0;
    const char *assay_name = assay_info ? assay_demangled(*assay_info) : "unknown";
    assay_types[assay_count++] = assay_name;
    for (const char *assay_at = assay_name; (assay_at = __builtin_strstr(assay_at, "::"));)
        assay_types[1] = assay_at += 2, assay_count = 2;
#define ASSAY_IS(assay_base) \
    if (assay_error && dynamic_cast<const std::assay_base *>(assay_error) \
        && __builtin_strcmp(assay_types[assay_count - 1], #assay_base)) \
        assay_types[assay_count++] = #assay_base;
    ASSAY_IS(invalid_argument)
    ASSAY_IS(out_of_range)
    ASSAY_IS(logic_error)
    ASSAY_IS(runtime_error)
    ASSAY_IS(exception)
    assay_send_raised(
        assay_id, assay_types, assay_count, assay_message.data(), assay_message.size());
}

void assay_tell_current(long assay_id) {
    const std::type_info *assay_info = abi::__cxa_current_exception_type();
    try {
        throw;
    } catch (const std::exception &assay_error) {
        assay_tell(assay_id, &typeid(assay_error), &assay_error, assay_error.what());
    } catch (const std::string &assay_text) {
        assay_tell(assay_id, assay_info, nullptr, assay_text);
    } catch (const char *assay_text) {
        assay_tell(assay_id, assay_info, nullptr, assay_text ? assay_text : "");
    } catch (int assay_number) {
        assay_tell(assay_id, assay_info, nullptr, assay_print("%d", assay_number));
    } catch (...) {
        assay_tell(assay_id, assay_info, nullptr, "");
    }
}

int assay_answer_all() {
    assay_call assay_the;
    if (!assay_next_call(&assay_the)) return 0;
    assay_send_ready();
    while (assay_next_call(&assay_the)) {
        try {
            assay_answer_call(assay_the);
        } catch (const assay_unfit &assay_error) {
            assay_send_unfit(assay_the.id, assay_error.assay_reason);
        } catch (const assay_cannot &assay_error) {
            assay_send_cannot(assay_the.id, assay_error.assay_name);
        } catch (...) {
            assay_tell_current(assay_the.id);
        }
    }
    assay_end();
}

}  // namespace assay_driver

int main() { return assay_driver::assay_answer_all(); }
