//! Tuples, values of any type, and the judge's own trees.

use super::tree::Node;
use super::values::{items, Out, Read, Write};
use ::std::any::Any;
use ::std::boxed::Box;
use ::std::cell::{Cell, RefCell};
use ::std::option::Option::{self, None, Some};
use ::std::string::String;
use ::std::vec::Vec;

macro_rules! tuples {
    ($($count:literal $($kind:ident $place:tt)*;)*) => {$(
        impl<$($kind: Read),*> Read for ($($kind,)*) {
            fn read(from: &Node) -> Option<Self> {
                let items = items(from)?;
                if items.len() != $count { return None; }
                Some(($($kind::read(&items[$place])?,)*))
            }
        }
        impl<$($kind: Write),*> Write for ($($kind,)*) {
            fn write(&self, out: &mut Out) {
                out.put("{\"$tuple\":[");
                $(
                    if $place > 0 { out.put(","); }
                    self.$place.write(out);
                )*
                out.put("]}");
            }
        }
    )*};
}
tuples!(
    1 A 0;
    2 A 0 B 1;
    3 A 0 B 1 C 2;
    4 A 0 B 1 C 2 D 3;
    5 A 0 B 1 C 2 D 3 E 4;
    6 A 0 B 1 C 2 D 3 E 4 F 5;
    7 A 0 B 1 C 2 D 3 E 4 F 5 G 6;
);

impl<T: Read> Read for RefCell<T> {
    fn read(from: &Node) -> Option<Self> { T::read(from).map(RefCell::new) }
}
impl<T: Write> Write for RefCell<T> {
    fn write(&self, out: &mut Out) { self.borrow().write(out) }
}
impl<T: Read> Read for Cell<T> {
    fn read(from: &Node) -> Option<Self> { T::read(from).map(Cell::new) }
}
impl<T: Write + ::std::marker::Copy> Write for Cell<T> {
    fn write(&self, out: &mut Out) { self.get().write(out) }
}

/// What a literal of the value would be in Rust; texts as `Text` makes them.
fn natural(from: &Node, text: fn(String) -> Box<dyn Any>) -> Option<Box<dyn Any>> {
    Some(match from {
        Node::Null => Box::new(()),
        Node::Bool(value) => Box::new(*value),
        Node::Text(_) => text(String::read(from)?),
        Node::Number(_) => match (i32::read(from), i64::read(from)) {
            _ if is_float(from) => Box::new(f64::read(from)?),
            (Some(value), _) => Box::new(value),
            (None, Some(value)) => Box::new(value),
            (None, None) => Box::new(f64::read(from)?),
        },
        Node::List(items, _) => {
            let values: Option<Vec<_>> = items.iter().map(|item| natural(item, text)).collect();
            Box::new(values?)
        }
        _ => return None,
    })
}

fn is_float(from: &Node) -> bool {
    match from {
        Node::Number(digits) => digits.contains(&['.', 'e', 'E', 'n'][..]),
        _ => false,
    }
}

impl Read for Box<dyn Any> {
    fn read(from: &Node) -> Option<Self> { natural(from, |text| Box::new(text)) }
}
impl<'a> Read for &'a dyn Any {
    fn read(from: &Node) -> Option<Self> {
        let held = natural(from, |text| {
            let leaked: &'static str = Box::leak(text.into_boxed_str());
            Box::new(leaked)
        });
        let held: &'static dyn Any = Box::leak(held?);
        Some(held)
    }
}

/// An argument that nothing could change is written as it came.
impl Write for Node {
    fn write(&self, out: &mut Out) {
        match self {
            Node::Null | Node::Other(_) => out.put("null"),
            Node::Bool(value) => value.write(out),
            Node::Number(digits) => match &digits[..] {
                "nan" | "inf" | "-inf" => f64::read(self).unwrap_or(0.0).write(out),
                _ => out.put(digits),
            },
            Node::Text(text) => out.text(&String::from_utf8_lossy(text)),
            Node::Bytes(bytes) => bytes.write(out),
            Node::List(items, false) => items.write(out),
            Node::List(items, true) | Node::Set(items) => {
                let is_set = if let Node::Set(_) = self { true } else { false };
                out.put(if is_set { "{\"$set\":" } else { "{\"$tuple\":" });
                items.write(out);
                out.put("}");
            }
            Node::Dict(entries) => {
                out.put("{\"$dict\":[");
                for (index, (key, value)) in entries.iter().enumerate() {
                    out.put(if index > 0 { ",[" } else { "[" });
                    key.write(out);
                    out.put(",");
                    value.write(out);
                    out.put("]");
                }
                out.put("]}");
            }
        }
    }
}
