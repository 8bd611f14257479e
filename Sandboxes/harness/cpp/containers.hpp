// The containers whose headers the source has included.

namespace assay_driver {

#define ASSAY_KNOWN(assay_container, assay_base) \
    template <class... T> struct assay_type<std::assay_container<T...>> \
        : assay_base<std::assay_container<T...>> {};

#ifdef _GLIBCXX_VECTOR
ASSAY_KNOWN(vector, assay_sequence)
#endif
#ifdef _GLIBCXX_DEQUE
ASSAY_KNOWN(deque, assay_sequence)
#endif
#ifdef _GLIBCXX_LIST
ASSAY_KNOWN(list, assay_sequence)
#endif
#ifdef _GLIBCXX_SET
ASSAY_KNOWN(set, assay_set_type)
ASSAY_KNOWN(multiset, assay_sequence)
#endif
#ifdef _GLIBCXX_UNORDERED_SET
ASSAY_KNOWN(unordered_set, assay_set_type)
ASSAY_KNOWN(unordered_multiset, assay_sequence)
#endif
#ifdef _GLIBCXX_MAP
ASSAY_KNOWN(map, assay_map_type)
ASSAY_KNOWN(multimap, assay_map_type)
#endif
#ifdef _GLIBCXX_UNORDERED_MAP
ASSAY_KNOWN(unordered_map, assay_map_type)
ASSAY_KNOWN(unordered_multimap, assay_map_type)
#endif
#undef ASSAY_KNOWN

#ifdef _GLIBCXX_ARRAY
template <class T, std::size_t N> struct assay_type<std::array<T, N>> {
    static constexpr bool is_known = true;
    static std::array<T, N> read(const assay_node *assay_from) {
        assay_check_sequence(assay_from, assay_name_of<std::array<T, N>>());
        if (assay_from->size != N) assay_refuse(assay_from, assay_name_of<std::array<T, N>>());
        std::array<T, N> assay_items{};
        for (unsigned long assay_i = 0; assay_i < N; assay_i++)
            assay_items[assay_i] = assay_type<T>::read(assay_from->items[assay_i]);
        return assay_items;
    }
    static void write(const std::array<T, N> &assay_items) {
        assay_sequence<std::array<T, N>>::write(assay_items);
    }
};
#endif

#ifdef _GLIBCXX_OPTIONAL
template <class T> struct assay_type<std::optional<T>> {
    static constexpr bool is_known = true;
    static std::optional<T> read(const assay_node *assay_from) {
        if (assay_from->kind == assay_null) return std::nullopt;
        return assay_type<std::remove_cv_t<T>>::read(assay_from);
    }
    static void write(const std::optional<T> &assay_value) {
        assay_value ? assay_type<std::remove_cv_t<T>>::write(*assay_value) : assay_put("null");
    }
};
#endif

#ifdef _GLIBCXX_VARIANT
template <> struct assay_type<std::monostate> {
    static constexpr bool is_known = true;
    static std::monostate read(const assay_node *assay_from) {
        if (assay_from->kind != assay_null) assay_refuse(assay_from, "std::monostate");
        return {};
    }
    static void write(std::monostate) { assay_put("null"); }
};
template <class... T> struct assay_type<std::variant<T...>> {
    static constexpr bool is_known = true;
    using variant = std::variant<T...>;
    // 2: the very type that a number or truth value has by itself; 1: any other that fits.
    template <class A> static int assay_fitness(const assay_node *assay_from) {
        bool assay_is_whole = assay_from->kind == assay_number
            && !__builtin_strpbrk(assay_from->text, ".enE");
        if (assay_from->kind == assay_bool) return std::is_same_v<A, bool> ? 2 : 0;
        if (assay_from->kind == assay_number)
            return std::is_same_v<A, bool> ? 0
                : std::is_floating_point_v<A> != assay_is_whole ? 2 : 1;
        return 1;
    }
    static variant read(const assay_node *assay_from) {
        for (int assay_wanted = 2; assay_wanted > 0; assay_wanted--) {
            variant *assay_found = nullptr;
            ((assay_found || assay_fitness<T>(assay_from) != assay_wanted
                  ? void() : assay_try<T>(assay_from, assay_found)), ...);
            if (assay_found) return *assay_found;
        }
        assay_refuse(assay_from, assay_name_of<variant>());
    }
    template <class A> static void assay_try(const assay_node *assay_from, variant *&assay_to) {
        try {
            assay_to = new variant(std::in_place_type<A>, assay_type<A>::read(assay_from));
        } catch (const assay_unfit &) {
        }
    }
    static void write(const variant &assay_value) {
        std::visit([](const auto &assay_held) {
            assay_type<std::remove_cvref_t<decltype(assay_held)>>::write(assay_held);
        }, assay_value);
    }
};
#endif

#if defined _GLIBCXX_MEMORY || defined _UNIQUE_PTR_H
template <class P> struct assay_owner_type {
    static constexpr bool is_known = true;
    using item = std::remove_cv_t<typename P::element_type>;
    static P read(const assay_node *assay_from) {
        if (assay_from->kind == assay_null) return P();
        return P(new item(assay_type<item>::read(assay_from)));
    }
    static void write(const P &assay_value) {
        assay_value ? assay_type<item>::write(*assay_value) : assay_put("null");
    }
};
template <class T> struct assay_type<std::unique_ptr<T>> : assay_owner_type<std::unique_ptr<T>> {};
#ifdef _SHARED_PTR_H
template <class T> struct assay_type<std::shared_ptr<T>> : assay_owner_type<std::shared_ptr<T>> {};
#endif
#endif

// What a value of any type is taken for, and which types are known in one.
template <class A> struct assay_any_type {
    static constexpr bool is_known = true;
    static A read(const assay_node *assay_from) {
        __int128 assay_whole = 0;
        switch (assay_from->kind) {
        case assay_null: return A();
        case assay_bool: return A(assay_from->flag != 0);
        case assay_string:
        case assay_bytes: return A(std::string(assay_from->text, assay_from->size));
        case assay_number:
            if (__builtin_strpbrk(assay_from->text, ".enE")
                || assay_integer(assay_from, &assay_whole) != 0)
                return A(assay_type<double>::read(assay_from));
            if (static_cast<int>(assay_whole) == assay_whole)
                return A(static_cast<int>(assay_whole));
            return A(assay_type<long long>::read(assay_from));
        default: break;
        }
#ifdef _GLIBCXX_VECTOR
        if (assay_from->kind != assay_dict) return A(assay_type<std::vector<A>>::read(assay_from));
#endif
        assay_refuse(assay_from, assay_name_of<A>());
    }
    template <class T> static bool assay_wrote(const A &assay_value) {
        using namespace std;
        if (assay_value.type() != typeid(T)) return false;
        assay_type<T>::write(any_cast<T>(assay_value));
        return true;
    }
    template <class... T> static bool assay_wrote_one(const A &assay_value) {
        return (assay_wrote<T>(assay_value) || ...);
    }
    static void write(const A &assay_value) {
        if (assay_value.type() == typeid(void)) return assay_put("null");
        if (assay_wrote_one<bool, char, short, int, long, long long, unsigned, unsigned long,
                            unsigned long long, float, double, std::string, const char *>(
                assay_value))
            return;
#ifdef _GLIBCXX_VECTOR
        if (assay_wrote_one<std::vector<int>, std::vector<long long>, std::vector<double>,
                            std::vector<float>, std::vector<std::string>, std::vector<A>>(
                assay_value))
            return;
#endif
        throw assay_cannot{assay_demangled(assay_value.type())};
    }
};
#ifdef _GLIBCXX_ANY
template <> struct assay_type<std::any> : assay_any_type<std::any> {};
#endif
#ifdef BOOST_ANY_INCLUDED
template <> struct assay_type<boost::any> : assay_any_type<boost::any> {};
#endif

}  // namespace assay_driver
