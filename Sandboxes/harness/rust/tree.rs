//! The judge's calls as trees.

use ::std::collections::HashMap;
use ::std::option::Option::{None, Some};
use ::std::string::{String, ToString as _};
use ::std::vec::Vec;

#[derive(Clone)]
pub enum Node {
    Null,
    Bool(bool),
    /// Its digits, or `nan`, `inf`, `-inf`.
    Number(String),
    Text(Vec<u8>),
    Bytes(Vec<u8>),
    /// Whether it is a tuple.
    List(Vec<Node>, bool),
    Set(Vec<Node>),
    Dict(Vec<(Node, Node)>),
    /// What no type of Rust is given.
    Other(String),
}

impl Node {
    pub fn name(&self) -> String {
        match self {
            Node::Null => "null".to_string(),
            Node::Bool(_) => "a truth value".to_string(),
            Node::Number(digits) => digits.chars().take(60).collect(),
            Node::Text(_) => "a string".to_string(),
            Node::Bytes(_) => "bytes".to_string(),
            Node::List(_, false) => "a list".to_string(),
            Node::List(_, true) => "a tuple".to_string(),
            Node::Set(_) => "a set".to_string(),
            Node::Dict(_) => "a dict".to_string(),
            Node::Other(tag) => "a ".to_string() + &tag[1..],
        }
    }
}

pub struct Reader<'a> {
    text: &'a [u8],
    at: usize,
    definitions: HashMap<String, Node>,
}

impl<'a> Reader<'a> {
    pub fn new(text: &'a [u8]) -> Reader<'a> {
        Reader { text, at: 0, definitions: HashMap::new() }
    }

    fn next(&self) -> u8 { *self.text.get(self.at).unwrap_or(&b']') }

    pub fn value(&mut self) -> Node {
        match self.next() {
            b'"' => Node::Text(self.string()),
            b'[' => {
                self.at += 1;
                let mut items = Vec::new();
                while self.next() != b']' {
                    items.push(self.value());
                    if self.next() == b',' {
                        self.at += 1;
                    }
                }
                self.at += 1;
                Node::List(items, false)
            }
            b'{' => self.object(),
            _ => {
                let start = self.at;
                while !b",:]}\n".contains(&self.next()) {
                    self.at += 1;
                }
                match &self.text[start..self.at] {
                    b"null" => Node::Null,
                    b"true" => Node::Bool(true),
                    b"false" => Node::Bool(false),
                    digits => Node::Number(String::from_utf8_lossy(digits).to_string()),
                }
            }
        }
    }

    fn object(&mut self) -> Node {
        self.at += 1;
        let mut members = Vec::new();
        while self.next() != b'}' && self.at < self.text.len() {
            let key = self.string();
            self.at += 1;
            let value = self.value();
            if self.next() == b',' {
                self.at += 1;
            } else if members.is_empty() && key.first() == Some(&b'$') {
                self.at += 1;
                return self.tagged(&String::from_utf8_lossy(&key), value);
            }
            members.push((Node::Text(key), value));
        }
        self.at += 1;
        Node::Dict(members)
    }

    fn tagged(&mut self, tag: &str, body: Node) -> Node {
        match (tag, body) {
            ("$tuple", Node::List(items, _)) => Node::List(items, true),
            ("$set" | "$frozenset", Node::List(items, _)) => Node::Set(items),
            ("$dict", Node::List(entries, _)) => Node::Dict(
                entries
                    .into_iter()
                    .filter_map(|entry| match entry {
                        Node::List(mut pair, _) if pair.len() == 2 => {
                            let value = pair.pop()?;
                            Some((pair.pop()?, value))
                        }
                        _ => None,
                    })
                    .collect(),
            ),
            ("$def", Node::List(mut pair, _)) if pair.len() == 2 => {
                let value = pair.pop().unwrap_or(Node::Null);
                if let Some(Node::Number(number)) = pair.pop() {
                    self.definitions.insert(number, value.clone());
                }
                value
            }
            ("$ref", Node::Number(number)) => {
                self.definitions.get(&number).cloned().unwrap_or(Node::Null)
            }
            ("$float", Node::Text(word)) => {
                Node::Number(String::from_utf8_lossy(&word).to_string())
            }
            ("$str", Node::Text(text)) => Node::Text(decode(&text)),
            ("$bytes", Node::Text(text)) => Node::Bytes(decode(&text)),
            (tag, _) => Node::Other(tag.to_string()),
        }
    }

    fn string(&mut self) -> Vec<u8> {
        let mut found = Vec::new();
        self.at += 1;
        while self.at < self.text.len() && self.text[self.at] != b'"' {
            let next = self.text[self.at];
            self.at += 1;
            if next != b'\\' {
                found.push(next);
                continue;
            }
            let escape = self.next();
            self.at += 1;
            match escape {
                b'n' => found.push(b'\n'),
                b't' => found.push(b'\t'),
                b'r' => found.push(b'\r'),
                b'b' => found.push(8),
                b'f' => found.push(12),
                b'u' => {
                    let mut code = self.hex();
                    if (0xd800..0xdc00).contains(&code) && self.text[self.at..].starts_with(b"\\u")
                    {
                        self.at += 2;
                        code = 0x10000 + ((code & 0x3ff) << 10) + (self.hex() & 0x3ff);
                    }
                    let mut bytes = [0; 4];
                    let letter = char::from_u32(code).unwrap_or('\u{fffd}');
                    found.extend_from_slice(letter.encode_utf8(&mut bytes).as_bytes());
                }
                other => found.push(other),
            }
        }
        self.at += 1;
        found
    }

    fn hex(&mut self) -> u32 {
        let digits = self.text.get(self.at..self.at + 4).unwrap_or(b"");
        self.at += 4;
        u32::from_str_radix(&String::from_utf8_lossy(digits), 16).unwrap_or(0xfffd)
    }
}

fn decode(text: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let (mut bits, mut count) = (0u32, 0);
    for letter in text {
        let digit = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'a'..=b'z' => letter - b'a' + 26,
            b'0'..=b'9' => letter - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => continue,
        };
        bits = bits << 6 | digit as u32;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
        }
    }
    bytes
}
