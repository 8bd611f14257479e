//! How values of each type are read from a call and written into an answer.

use super::tree::Node;
use ::std::any::{type_name, Any};
use ::std::borrow::Cow;
use ::std::boxed::Box;
use ::std::cmp::{Eq, Ord};
use ::std::collections::{
    BTreeMap, BTreeSet, BinaryHeap, HashMap, HashSet, LinkedList, VecDeque,
};
use ::std::fmt::Debug;
use ::std::hash::{BuildHasher, Hash};
use ::std::option::Option::{self, None, Some};
use ::std::rc::Rc;
use ::std::result::Result::{self, Err, Ok};
use ::std::string::{String, ToString as _};
use ::std::sync::Arc;
use ::std::vec::Vec;

/// Why a call has no value.
pub enum Fault {
    Unfit(String),
    Raised(Vec<String>, String),
    /// In the call of this number.
    In(String, Box<Fault>),
}

impl Fault {
    pub fn panicked(payload: Box<dyn Any + ::std::marker::Send>) -> Fault {
        let message = match payload.downcast_ref::<&str>() {
            Some(text) => text.to_string(),
            None => payload.downcast_ref::<String>().cloned().unwrap_or_default(),
        };
        // What it holds may be the source's own, and dropping it its own code.
        ::std::mem::forget(payload);
        Fault::Raised(::std::vec!["panic".to_string()], message)
    }

    pub fn write(&self, out: &mut Out, line: Option<u32>) {
        match self {
            Fault::Unfit(reason) => {
                out.put(",\"unfit\":");
                out.text(reason);
            }
            Fault::In(_, fault) => fault.write(out, line),
            Fault::Raised(types, message) => {
                out.put(",\"raised\":{\"types\":[");
                for (index, name) in types.iter().enumerate() {
                    out.put(if index > 0 { ",[\"\"," } else { "[\"\"," });
                    out.text(name);
                    out.put("]");
                }
                out.put("],\"message\":");
                out.text(&message.chars().take(16384).collect::<String>());
                out.put(",\"args\":null,\"line\":");
                out.put(&line.map_or("null".to_string(), |line| line.to_string()));
                out.put("}");
            }
        }
    }
}

/// What is written of an answer.
pub struct Out {
    pub bytes: Vec<u8>,
    /// An error that stood where a value should.
    pub fault: Option<Fault>,
}

impl Out {
    pub fn new() -> Out { Out { bytes: Vec::new(), fault: None } }

    pub fn put(&mut self, text: &str) { self.bytes.extend_from_slice(text.as_bytes()) }

    pub fn text(&mut self, text: &str) {
        self.bytes.push(b'"');
        for byte in text.bytes() {
            match byte {
                b'"' | b'\\' => self.bytes.extend_from_slice(&[b'\\', byte]),
                0..=31 | 127 => self.put(&::std::format!("\\u{:04x}", byte)),
                _ => self.bytes.push(byte),
            }
        }
        self.bytes.push(b'"');
    }

    fn items<'a, T: Write + 'a>(&mut self, items: impl ::std::iter::Iterator<Item = &'a T>) {
        self.put("[");
        for (index, item) in items.enumerate() {
            if index > 0 {
                self.put(",");
            }
            item.write(self);
        }
        self.put("]");
    }

    fn entries<'a, K: Write + 'a, V: Write + 'a>(
        &mut self, entries: impl ::std::iter::Iterator<Item = (&'a K, &'a V)>,
    ) {
        self.put("{\"$dict\":[");
        for (index, (key, value)) in entries.enumerate() {
            self.put(if index > 0 { ",[" } else { "[" });
            key.write(self);
            self.put(",");
            value.write(self);
            self.put("]");
        }
        self.put("]}");
    }

    fn float(&mut self, value: f64, digits: String) {
        if value.is_nan() {
            self.put("{\"$float\":\"nan\"}");
        } else if value.is_infinite() {
            self.put(if value > 0.0 { "{\"$float\":\"inf\"}" } else { "{\"$float\":\"-inf\"}" });
        } else {
            self.put(&digits);
        }
    }
}

pub trait Read: ::std::marker::Sized {
    fn read(from: &Node) -> Option<Self>;

    /// What writes the value as it will be later; `None` if nothing can change it.
    fn watch(&self) -> Option<Box<dyn ::std::ops::Fn(&mut Out)>> { None }
}

pub trait Write {
    fn write(&self, out: &mut Out);
}

// MARK: scalars

macro_rules! integers {
    ($($kind:ty)*) => {$(
        impl Read for $kind {
            fn read(from: &Node) -> Option<Self> {
                let digits = match from {
                    Node::Number(digits) => digits,
                    _ => return None,
                };
                digits.parse().ok().or_else(|| {
                    let whole: f64 = digits.parse().ok()?;
                    let is_whole = whole == whole.trunc() && whole.abs() < 9e15
                        && digits.contains(&['.', 'e', 'E'][..]);
                    if is_whole { (whole as i64).try_into().ok() } else { None }
                })
            }
        }
        impl Write for $kind {
            fn write(&self, out: &mut Out) { out.put(&self.to_string()) }
        }
    )*};
}
integers!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize);

macro_rules! floats {
    ($($kind:ty)*) => {$(
        impl Read for $kind {
            fn read(from: &Node) -> Option<Self> {
                if let Node::Number(digits) = from { digits.parse().ok() } else { None }
            }
        }
        impl Write for $kind {
            fn write(&self, out: &mut Out) { out.float(*self as f64, ::std::format!("{:?}", self)) }
        }
    )*};
}
floats!(f32 f64);

impl Read for bool {
    fn read(from: &Node) -> Option<Self> {
        if let Node::Bool(value) = from { Some(*value) } else { None }
    }
}
impl Write for bool {
    fn write(&self, out: &mut Out) { out.put(if *self { "true" } else { "false" }) }
}

impl Read for char {
    fn read(from: &Node) -> Option<Self> {
        let text = String::read(from)?;
        let mut letters = text.chars();
        let first = letters.next()?;
        if letters.next().is_none() { Some(first) } else { None }
    }
}
impl Write for char {
    fn write(&self, out: &mut Out) { out.text(&self.to_string()) }
}

impl Read for String {
    fn read(from: &Node) -> Option<Self> {
        if let Node::Text(text) = from { String::from_utf8(text.clone()).ok() } else { None }
    }
}
impl Write for String {
    fn write(&self, out: &mut Out) { out.text(self) }
}
impl Write for str {
    fn write(&self, out: &mut Out) { out.text(self) }
}
impl<'a> Read for &'a str {
    fn read(from: &Node) -> Option<Self> {
        Some(Box::leak(String::read(from)?.into_boxed_str()))
    }
}
impl<'a> Read for Cow<'a, str> {
    fn read(from: &Node) -> Option<Self> { String::read(from).map(Cow::Owned) }
}
impl<'a> Write for Cow<'a, str> {
    fn write(&self, out: &mut Out) { out.text(self) }
}

impl Read for () {
    fn read(from: &Node) -> Option<Self> {
        if let Node::Null = from { Some(()) } else { None }
    }
}
impl Write for () {
    fn write(&self, out: &mut Out) { out.put("null") }
}

// MARK: references and owners

impl<'a, T: Read + 'static> Read for &'a T {
    fn read(from: &Node) -> Option<Self> { Some(Box::leak(Box::new(T::read(from)?))) }
}
impl<'a, T: Read> Read for &'a [T] {
    fn read(from: &Node) -> Option<Self> { Some(Vec::<T>::read(from)?.leak()) }
}

/// Writes what is at the place, which lives as long as the program.
fn watch<T: Write + ?::std::marker::Sized>(
    place: *const T,
) -> Option<Box<dyn ::std::ops::Fn(&mut Out)>> {
    // The place was leaked, so no lifetime that its type names ends before.
    let write: Box<dyn ::std::ops::Fn(&mut Out) + '_> =
        Box::new(move |out| unsafe { (*place).write(out) });
    Some(unsafe { ::std::mem::transmute(write) })
}

impl<'a, T: Read + Write> Read for &'a mut T {
    fn read(from: &Node) -> Option<Self> { Some(Box::leak(Box::new(T::read(from)?))) }
    fn watch(&self) -> Option<Box<dyn ::std::ops::Fn(&mut Out)>> { watch::<T>(&**self) }
}
impl<'a, T: Read + Write> Read for &'a mut [T] {
    fn read(from: &Node) -> Option<Self> { Some(Vec::<T>::read(from)?.leak()) }
    fn watch(&self) -> Option<Box<dyn ::std::ops::Fn(&mut Out)>> { watch::<[T]>(&**self) }
}
impl<'a, T: Write + ?::std::marker::Sized> Write for &'a T {
    fn write(&self, out: &mut Out) { (**self).write(out) }
}
impl<'a, T: Write + ?::std::marker::Sized> Write for &'a mut T {
    fn write(&self, out: &mut Out) { (**self).write(out) }
}

macro_rules! owners {
    ($($owner:ident)*) => {$(
        impl<T: Read> Read for $owner<T> {
            fn read(from: &Node) -> Option<Self> { T::read(from).map($owner::new) }
        }
        impl<T: Write + ?::std::marker::Sized> Write for $owner<T> {
            fn write(&self, out: &mut Out) { (**self).write(out) }
        }
    )*};
}
owners!(Box Rc Arc);

impl<T: Read> Read for Option<T> {
    fn read(from: &Node) -> Option<Self> {
        if let Node::Null = from { Some(None) } else { T::read(from).map(Some) }
    }
}
impl<T: Write> Write for Option<T> {
    fn write(&self, out: &mut Out) {
        match self {
            Some(value) => value.write(out),
            None => out.put("null"),
        }
    }
}

impl<T: Write, E: Debug> Write for Result<T, E> {
    fn write(&self, out: &mut Out) {
        match self {
            Ok(value) => value.write(out),
            Err(error) => {
                let mut message = ::std::format!("{:?}", error);
                if type_name::<E>().ends_with("str") || type_name::<E>().ends_with("String") {
                    message = message.trim_matches('"').to_string();
                }
                let name = type_name::<E>().rsplit("::").next().unwrap_or("").to_string();
                out.fault = Some(Fault::Raised(
                    ::std::vec![name, type_name::<E>().to_string(), "Err".to_string()], message,
                ));
            }
        }
    }
}

// MARK: sequences and maps

pub fn items(from: &Node) -> Option<&[Node]> {
    match from {
        Node::List(items, _) | Node::Set(items) => Some(items),
        _ => None,
    }
}

impl<T: Read> Read for Vec<T> {
    fn read(from: &Node) -> Option<Self> {
        if let Node::Bytes(bytes) = from {
            return bytes.iter().map(|byte| T::read(&Node::Number(byte.to_string()))).collect();
        }
        items(from)?.iter().map(T::read).collect()
    }
}
impl<T: Write> Write for [T] {
    fn write(&self, out: &mut Out) { out.items(self.iter()) }
}
impl<T: Read, const N: usize> Read for [T; N] {
    fn read(from: &Node) -> Option<Self> { Vec::<T>::read(from)?.try_into().ok() }
}
impl<T: Write, const N: usize> Write for [T; N] {
    fn write(&self, out: &mut Out) { out.items(self.iter()) }
}

macro_rules! sequences {
    ($($kind:ident $(: $bound:ident)?;)*) => {$(
        impl<T: Read $(+ $bound)?> Read for $kind<T> {
            fn read(from: &Node) -> Option<Self> { items(from)?.iter().map(T::read).collect() }
        }
    )*};
}
sequences!(VecDeque; LinkedList; BinaryHeap: Ord; BTreeSet: Ord;);
impl<T: Read + Eq + Hash, S: BuildHasher + ::std::default::Default> Read for HashSet<T, S> {
    fn read(from: &Node) -> Option<Self> { items(from)?.iter().map(T::read).collect() }
}

macro_rules! lists {
    ($($kind:ident)*) => {$(
        impl<T: Write> Write for $kind<T> {
            fn write(&self, out: &mut Out) { out.items(self.iter()) }
        }
    )*};
}
lists!(Vec VecDeque LinkedList BinaryHeap);

impl<T: Write> Write for BTreeSet<T> {
    fn write(&self, out: &mut Out) {
        out.put("{\"$set\":");
        out.items(self.iter());
        out.put("}");
    }
}
impl<T: Write, S> Write for HashSet<T, S> {
    fn write(&self, out: &mut Out) {
        out.put("{\"$set\":");
        out.items(self.iter());
        out.put("}");
    }
}

fn entries<K: Read, V: Read>(from: &Node) -> Option<Vec<(K, V)>> {
    match from {
        Node::Dict(entries) => entries
            .iter()
            .map(|(key, value)| Some((K::read(key)?, V::read(value)?)))
            .collect(),
        Node::List(items, _) if items.is_empty() => Some(Vec::new()),
        _ => None,
    }
}
impl<K: Read + Eq + Hash, V: Read, S: BuildHasher + ::std::default::Default> Read
    for HashMap<K, V, S>
{
    fn read(from: &Node) -> Option<Self> { Some(entries(from)?.into_iter().collect()) }
}
impl<K: Read + Ord, V: Read> Read for BTreeMap<K, V> {
    fn read(from: &Node) -> Option<Self> { Some(entries(from)?.into_iter().collect()) }
}
impl<K: Write, V: Write, S> Write for HashMap<K, V, S> {
    fn write(&self, out: &mut Out) { out.entries(self.iter()) }
}
impl<K: Write, V: Write> Write for BTreeMap<K, V> {
    fn write(&self, out: &mut Out) { out.entries(self.iter()) }
}
