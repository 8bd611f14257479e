// How values of each type are read from a call and written into an answer. Only types whose headers
// the source has included are known here: others cannot stand in its function's type.

namespace assay_driver {

// An argument does not fit its parameter.
struct assay_unfit { const char *assay_reason; };
// A value has no form that could leave the program.
struct assay_cannot { const char *assay_name; };

inline unsigned long assay_place = 0;

inline const char *assay_demangled(const std::type_info &assay_info) {
    int assay_status = 0;
    char *assay_text = abi::__cxa_demangle(assay_info.name(), nullptr, nullptr, &assay_status);
    if (!assay_text) return assay_info.name();
    // The library's inner namespaces are of no interest.
    for (const char *assay_inner : {"__cxx11::", "__debug::"}) {
        unsigned long assay_size = __builtin_strlen(assay_inner);
        while (char *assay_found = __builtin_strstr(assay_text, assay_inner))
            __builtin_memmove(assay_found, assay_found + assay_size,
                              __builtin_strlen(assay_found + assay_size) + 1);
    }
    if (__builtin_strncmp(assay_text, "std::basic_string<char,", 23) == 0
        && assay_text[__builtin_strlen(assay_text) - 1] == '>'
        && !__builtin_strstr(assay_text + 23, "basic_string"))
        return "std::string";
    return assay_text;
}

// Cut where a name grows long: the library's own tell all their defaults.
template <class T> const char *assay_name_of() {
    const char *assay_name = assay_demangled(typeid(T));
    return __builtin_strlen(assay_name) > 120 ? assay_print("%.117s...", assay_name) : assay_name;
}

[[noreturn]] inline void assay_refuse(const assay_node *assay_from, const char *assay_type_name) {
    throw assay_unfit{assay_print("argument %lu: %s does not fit the parameter's type `%s`",
                                  assay_place, assay_kind_name(assay_from), assay_type_name)};
}

inline void assay_check_sequence(const assay_node *assay_from, const char *assay_type_name) {
    if (assay_from->kind != assay_list && assay_from->kind != assay_tuple
        && assay_from->kind != assay_set)
        assay_refuse(assay_from, assay_type_name);
}

template <class T> struct assay_type {
    static constexpr bool is_known = false;
    [[noreturn]] static T read(const assay_node *) {
        throw assay_unfit{assay_print("argument %lu: no value can be given for the type `%s`",
                                      assay_place, assay_name_of<T>())};
    }
    [[noreturn]] static void write(const T &) { throw assay_cannot{assay_name_of<T>()}; }
};

// MARK: numbers, characters, texts

template <class T>
    requires(std::is_integral_v<T> || std::is_same_v<T, __int128>
             || std::is_same_v<T, unsigned __int128>)
struct assay_type<T> {
    static constexpr bool is_known = true;
    static constexpr bool is_character
        = std::is_same_v<T, char> || std::is_same_v<T, wchar_t> || std::is_same_v<T, char8_t>
        || std::is_same_v<T, char16_t> || std::is_same_v<T, char32_t>;
    static T read(const assay_node *assay_from) {
        __int128 assay_number = 0;
        if (assay_from->kind == assay_bool && std::is_same_v<T, bool>)
            return static_cast<T>(assay_from->flag);
        if (assay_from->kind == assay_string && assay_from->size > 0 && sizeof(T) <= 4
            && !std::is_same_v<T, bool>) {
            long assay_code = assay_code_point(assay_from);
            if (assay_code >= 0 && static_cast<long>(static_cast<T>(assay_code)) == assay_code
                && (is_character || sizeof(T) == 1))
                return static_cast<T>(assay_code);
        }
        if (assay_integer(assay_from, &assay_number) != 0
            || static_cast<__int128>(static_cast<T>(assay_number)) != assay_number)
            assay_refuse(assay_from, assay_name_of<T>());
        if (std::is_same_v<T, unsigned __int128> && assay_number < 0)
            assay_refuse(assay_from, assay_name_of<T>());
        return static_cast<T>(assay_number);
    }
    static void write(T assay_value) {
        if constexpr (std::is_same_v<T, bool>) {
            assay_put(assay_value ? "true" : "false");
        } else if constexpr (is_character) {
            assay_write_character(static_cast<unsigned>(std::make_unsigned_t<T>(assay_value)));
        } else if constexpr (static_cast<T>(-1) < static_cast<T>(0)) {
            assay_put_integer(assay_value);
        } else {
            assay_put_unsigned(assay_value);
        }
    }
    // The only character of a text; -1 if it has more.
    static long assay_code_point(const assay_node *assay_from) {
        const unsigned char *assay_text
            = reinterpret_cast<const unsigned char *>(assay_from->text);
        unsigned long assay_count = assay_text[0] < 0x80 ? 1 : assay_text[0] >= 0xf0 ? 4
            : assay_text[0] >= 0xe0 ? 3 : 2;
        if (assay_count != assay_from->size) return -1;
        long assay_code = assay_count == 1 ? assay_text[0] : assay_text[0] & (0x7f >> assay_count);
        for (unsigned long assay_i = 1; assay_i < assay_count; assay_i++)
            assay_code = assay_code << 6 | (assay_text[assay_i] & 0x3f);
        return assay_code;
    }
    static void assay_write_character(unsigned assay_code) {
        char assay_text[4] = {static_cast<char>(assay_code)};
        unsigned long assay_size = 1;
        if (sizeof(T) > 1 && assay_code >= 0x80) {
            assay_size = assay_code < 0x800 ? 2 : assay_code < 0x10000 ? 3 : 4;
            for (unsigned long assay_i = assay_size; assay_i-- > 1; assay_code >>= 6)
                assay_text[assay_i] = static_cast<char>(0x80 | (assay_code & 0x3f));
            assay_text[0] = static_cast<char>((0xf00u >> assay_size & 0xff) | assay_code);
        }
        assay_put_text(assay_text, assay_size);
    }
};

template <class T>
    requires std::is_floating_point_v<T>
struct assay_type<T> {
    static constexpr bool is_known = true;
    static T read(const assay_node *assay_from) {
        double assay_number = 0;
        if (assay_double(assay_from, &assay_number) != 0)
            assay_refuse(assay_from, assay_name_of<T>());
        return static_cast<T>(assay_number);
    }
    static void write(T assay_value) {
        if constexpr (std::is_same_v<T, float>) {
            assay_put_float(assay_value);
        } else {
            assay_put_double(static_cast<double>(assay_value));
        }
    }
};

template <class T> inline constexpr bool assay_is_text = false;
template <> inline constexpr bool assay_is_text<std::string> = true;
template <> inline constexpr bool assay_is_text<std::string_view> = true;
template <> inline constexpr bool assay_is_text<char> = true;
template <> inline constexpr bool assay_is_text<const char *> = true;

template <class T>
    requires(std::is_same_v<T, std::string> || std::is_same_v<T, std::string_view>)
struct assay_type<T> {
    static constexpr bool is_known = true;
    static T read(const assay_node *assay_from) {
        if (assay_from->kind != assay_string && assay_from->kind != assay_bytes)
            assay_refuse(assay_from, assay_name_of<T>());
        return T(assay_from->text, assay_from->size);
    }
    static void write(const T &assay_value) {
        assay_put_text(assay_value.data(), assay_value.size());
    }
};

template <class T>
    requires(std::is_same_v<T, char *> || std::is_same_v<T, const char *>)
struct assay_type<T> {
    static constexpr bool is_known = true;
    static T read(const assay_node *assay_from) {
        if (assay_from->kind == assay_null) return nullptr;
        if (assay_from->kind != assay_string && assay_from->kind != assay_bytes)
            assay_refuse(assay_from, assay_name_of<T>());
        return const_cast<T>(assay_from->text);
    }
    static void write(T assay_value) {
        assay_value ? assay_put_text(assay_value, __builtin_strlen(assay_value))
                    : assay_put("null");
    }
};

template <>
struct assay_type<std::nullptr_t> {
    static constexpr bool is_known = true;
    static std::nullptr_t read(const assay_node *) { return nullptr; }
    static void write(std::nullptr_t) { assay_put("null"); }
};

// MARK: sequences

template <class S> struct assay_sequence {
    static constexpr bool is_known = true;
    using item = std::remove_cvref_t<typename S::value_type>;
    static S read(const assay_node *assay_from) {
        assay_check_sequence(assay_from, assay_name_of<S>());
        S assay_items;
        for (unsigned long assay_i = 0; assay_i < assay_from->size; assay_i++)
            assay_items.insert(
                assay_items.end(), assay_type<item>::read(assay_from->items[assay_i]));
        return assay_items;
    }
    static void write(const S &assay_items) {
        const char *assay_between = "[";
        for (auto &&assay_item : assay_items) {
            assay_put(assay_between);
            assay_type<item>::write(assay_item);
            assay_between = ",";
        }
        assay_put(*assay_between == '[' ? "[]" : "]");
    }
};

template <class S> struct assay_set_type : assay_sequence<S> {
    static void write(const S &assay_items) {
        assay_put("{\"$set\":");
        assay_sequence<S>::write(assay_items);
        assay_put("}");
    }
};

template <class M> struct assay_map_type {
    static constexpr bool is_known = true;
    using key = std::remove_cv_t<typename M::key_type>;
    using mapped = typename M::mapped_type;
    static M read(const assay_node *assay_from) {
        M assay_entries;
        if (assay_from->kind == assay_list) {
            // As in a braced list: of pairs.
            for (unsigned long assay_i = 0; assay_i < assay_from->size; assay_i++) {
                const assay_node *assay_pair = assay_from->items[assay_i];
                assay_check_sequence(assay_pair, "a map's entry");
                if (assay_pair->size != 2) assay_refuse(assay_from, assay_name_of<M>());
                assay_entries.emplace(
                    assay_type<key>::read(assay_pair->items[0]),
                    assay_type<mapped>::read(assay_pair->items[1]));
            }
            return assay_entries;
        }
        if (assay_from->kind != assay_dict) assay_refuse(assay_from, assay_name_of<M>());
        for (unsigned long assay_i = 0; assay_i + 1 < assay_from->size; assay_i += 2)
            assay_entries.emplace(
                assay_type<key>::read(assay_from->items[assay_i]),
                assay_type<mapped>::read(assay_from->items[assay_i + 1]));
        return assay_entries;
    }
    static void write(const M &assay_entries) {
        const char *assay_between = "{\"$dict\":[";
        for (const auto &[assay_key, assay_value] : assay_entries) {
            assay_put(assay_between);
            assay_put("[");
            assay_type<key>::write(assay_key);
            assay_put(",");
            assay_type<mapped>::write(assay_value);
            assay_put("]");
            assay_between = ",";
        }
        assay_put(*assay_between == '{' ? "{}" : "]}");
    }
};

template <class... T> struct assay_tuple_type {
    static constexpr bool is_known = true;
    template <class V> static V assay_read(const assay_node *assay_from) {
        assay_check_sequence(assay_from, assay_name_of<V>());
        if (assay_from->size != sizeof...(T)) assay_refuse(assay_from, assay_name_of<V>());
        unsigned long assay_i = 0;
        (void)assay_i;
        // Braces: from the first to the last.
        return V{assay_type<std::remove_cvref_t<T>>::read(assay_from->items[assay_i++])...};
    }
    template <class V> static void assay_write(const V &assay_value) {
        const char *assay_between = "{\"$tuple\":[";
        std::apply(
            [&](const auto &...assay_items) {
                ((assay_put(assay_between),
                  assay_type<std::remove_cvref_t<decltype(assay_items)>>::write(assay_items),
                  assay_between = ","),
                 ...);
            },
            assay_value);
        assay_put(*assay_between == '{' ? "{\"$tuple\":[]}" : "]}");
    }
};

template <class A, class B> struct assay_type<std::pair<A, B>> : assay_tuple_type<A, B> {
    static std::pair<A, B> read(const assay_node *assay_from) {
        return assay_tuple_type<A, B>::template assay_read<std::pair<A, B>>(assay_from);
    }
    static void write(const std::pair<A, B> &assay_value) {
        assay_tuple_type<A, B>::assay_write(assay_value);
    }
};
template <class... T> struct assay_type<std::tuple<T...>> : assay_tuple_type<T...> {
    static std::tuple<T...> read(const assay_node *assay_from) {
        return assay_tuple_type<T...>::template assay_read<std::tuple<T...>>(assay_from);
    }
    static void write(const std::tuple<T...> &assay_value) {
        assay_tuple_type<T...>::assay_write(assay_value);
    }
};

}  // namespace assay_driver
