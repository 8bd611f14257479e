//! What programs use of the crates `md5`, `rand` and `regex`, which are not installed.

use std::fmt;

// MARK: md5, after RFC 1321

pub struct Digest(pub [u8; 16]);

impl fmt::LowerHex for Digest {
    fn fmt(&self, to: &mut fmt::Formatter) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(to, "{:02x}", byte))
    }
}
impl fmt::Debug for Digest {
    fn fmt(&self, to: &mut fmt::Formatter) -> fmt::Result { fmt::LowerHex::fmt(self, to) }
}
impl std::ops::Deref for Digest {
    type Target = [u8; 16];
    fn deref(&self) -> &[u8; 16] { &self.0 }
}

pub fn compute<T: AsRef<[u8]>>(data: T) -> Digest {
    const TURNS: [[u32; 4]; 4] = [[7, 12, 17, 22], [5, 9, 14, 20], [4, 11, 16, 23], [6, 10, 15, 21]];
    let mut bytes = data.as_ref().to_vec();
    let size = bytes.len() as u64 * 8;
    bytes.push(0x80);
    while bytes.len() % 64 != 56 {
        bytes.push(0);
    }
    bytes.extend_from_slice(&size.to_le_bytes());
    let mut state = [0x67452301u32, 0xefcdab89, 0x98badcfe, 0x10325476];
    for block in bytes.chunks(64) {
        let word = |n: usize| {
            u32::from_le_bytes([block[n * 4], block[n * 4 + 1], block[n * 4 + 2], block[n * 4 + 3]])
        };
        let [mut a, mut b, mut c, mut d] = state;
        for i in 0..64usize {
            let (mixed, place) = match i / 16 {
                0 => ((b & c) | (!b & d), i),
                1 => ((d & b) | (!d & c), i * 5 + 1),
                2 => (b ^ c ^ d, i * 3 + 5),
                _ => (c ^ (b | !d), i * 7),
            };
            let constant = ((i as f64 + 1.0).sin().abs() * 4294967296.0) as u32;
            let sum = a.wrapping_add(mixed).wrapping_add(constant).wrapping_add(word(place % 16));
            a = d;
            d = c;
            c = b;
            b = b.wrapping_add(sum.rotate_left(TURNS[i / 16][i % 4]));
        }
        for (old, new) in state.iter_mut().zip([a, b, c, d]) {
            *old = old.wrapping_add(new);
        }
    }
    let mut digest = [0; 16];
    for (n, part) in state.iter().enumerate() {
        digest[n * 4..n * 4 + 4].copy_from_slice(&part.to_le_bytes());
    }
    Digest(digest)
}

/// As the crate `md-5` has it.
#[derive(Clone, Default)]
pub struct Md5(Vec<u8>);

impl Md5 {
    pub fn new() -> Self { Self::default() }
    pub fn digest<T: AsRef<[u8]>>(data: T) -> Digest { compute(data) }
    pub fn update<T: AsRef<[u8]>>(&mut self, data: T) { self.0.extend_from_slice(data.as_ref()) }
    pub fn finalize(self) -> Digest { compute(self.0) }
}

// MARK: rand

pub struct ThreadRng(u64);

pub fn thread_rng() -> ThreadRng {
    static CALLS: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(1);
    let calls = CALLS.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    let mut made = ThreadRng(calls.wrapping_mul(0x9e3779b97f4a7c15));
    // Nearby seeds begin alike.
    for _ in 0..8 {
        made.next_u64();
    }
    made
}

pub fn random<T: Random>() -> T { thread_rng().gen() }

/// What `gen` can make of 64 random bits.
pub trait Random {
    fn from_bits(bits: u64) -> Self;
}
macro_rules! random {
    ($($name:ty)*) => { $(impl Random for $name {
        fn from_bits(bits: u64) -> Self { bits as $name }
    })* };
}
random!(i8 i16 i32 i64 isize u8 u16 u32 u64 usize);
impl Random for bool {
    fn from_bits(bits: u64) -> Self { bits >> 63 == 1 }
}
impl Random for f64 {
    fn from_bits(bits: u64) -> Self { (bits >> 11) as f64 / (1u64 << 53) as f64 }
}
impl Random for f32 {
    fn from_bits(bits: u64) -> Self { (bits >> 40) as f32 / (1u32 << 24) as f32 }
}

/// What `gen_range` can choose of.
pub trait Uniform: Copy {
    fn between(low: Self, high: Self, closed: bool, bits: u64) -> Self;
}
macro_rules! uniform {
    ($($name:ty)*) => { $(impl Uniform for $name {
        fn between(low: Self, high: Self, closed: bool, bits: u64) -> Self {
            let span = high as i128 - low as i128 + closed as i128;
            assert!(span > 0, "cannot sample empty range");
            (low as i128 + bits as i128 % span) as $name
        }
    })* };
}
uniform!(i8 i16 i32 i64 isize u8 u16 u32 u64 usize);
impl Uniform for f64 {
    fn between(low: f64, high: f64, _: bool, bits: u64) -> f64 {
        assert!(low < high, "cannot sample empty range");
        low + <f64 as Random>::from_bits(bits) * (high - low)
    }
}

pub trait Bounds<T> {
    fn bounds(self) -> (T, T, bool);
}
impl<T> Bounds<T> for std::ops::Range<T> {
    fn bounds(self) -> (T, T, bool) { (self.start, self.end, false) }
}
impl<T: Copy> Bounds<T> for std::ops::RangeInclusive<T> {
    fn bounds(self) -> (T, T, bool) { (*self.start(), *self.end(), true) }
}

pub trait Rng {
    fn next_u64(&mut self) -> u64;
    fn gen<T: Random>(&mut self) -> T {
        T::from_bits(self.next_u64())
    }
    fn gen_range<T: Uniform, R: Bounds<T>>(&mut self, range: R) -> T {
        let (low, high, closed) = range.bounds();
        T::between(low, high, closed, self.next_u64())
    }
    fn gen_bool(&mut self, share: f64) -> bool {
        self.gen::<f64>() < share
    }
}
impl Rng for ThreadRng {
    fn next_u64(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }
}

// MARK: regex: classes, groups, alternatives and repetitions, by backtracking

#[derive(Clone, Debug)]
enum Atom {
    Any,
    Start,
    End,
    Edge,
    Class(Vec<(char, char)>, bool),
    Group(Vec<Vec<Item>>),
}

#[derive(Clone, Debug)]
struct Item {
    atom: Atom,
    least: usize,
    most: usize,
    greedy: bool,
}

#[derive(Clone, Debug)]
pub struct Regex(Vec<Vec<Item>>);

#[derive(Clone, Debug, PartialEq)]
pub struct Error(String);
impl fmt::Display for Error {
    fn fmt(&self, to: &mut fmt::Formatter) -> fmt::Result { to.write_str(&self.0) }
}
impl std::error::Error for Error {}

struct Parser(Vec<char>, usize);

impl Parser {
    fn peek(&self) -> Option<char> { self.0.get(self.1).copied() }
    fn take(&mut self) -> Result<char, Error> {
        self.1 += 1;
        self.0.get(self.1 - 1).copied().ok_or(Error("unexpected end of the pattern".into()))
    }
    fn named(letter: char) -> (Vec<(char, char)>, bool) {
        let ranges = match letter.to_ascii_lowercase() {
            'd' => vec![('0', '9')],
            'w' => vec![('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')],
            's' => vec![('\t', '\r'), (' ', ' ')],
            _ => {
                let plain = match letter { 'n' => '\n', 't' => '\t', 'r' => '\r', other => other };
                return (vec![(plain, plain)], false);
            }
        };
        (ranges, letter.is_ascii_uppercase())
    }
    fn alternatives(&mut self) -> Result<Vec<Vec<Item>>, Error> {
        let mut all = vec![Vec::new()];
        while let Some(next) = self.peek() {
            match next {
                ')' => break,
                '|' => {
                    self.1 += 1;
                    all.push(Vec::new());
                }
                _ => {
                    let item = self.item()?;
                    all.last_mut().unwrap().push(item);
                }
            }
        }
        Ok(all)
    }
    fn item(&mut self) -> Result<Item, Error> {
        let atom = match self.take()? {
            '.' => Atom::Any,
            '^' => Atom::Start,
            '$' => Atom::End,
            '(' => {
                if self.0[self.1..].starts_with(&['?', ':']) {
                    self.1 += 2;
                }
                let inner = self.alternatives()?;
                self.take()?;
                Atom::Group(inner)
            }
            '[' => self.class()?,
            '\\' => match self.take()? {
                'b' => Atom::Edge,
                other => {
                    let (ranges, negated) = Parser::named(other);
                    Atom::Class(ranges, negated)
                }
            },
            other => Atom::Class(vec![(other, other)], false),
        };
        let (least, most) = match self.peek() {
            Some('*') => (0, usize::MAX),
            Some('+') => (1, usize::MAX),
            Some('?') => (0, 1),
            Some('{') => {
                let rest: String = self.0[self.1 + 1..].iter().take_while(|c| **c != '}').collect();
                self.1 += rest.chars().count() + 1;
                let (low, high) = rest.split_once(',').unwrap_or((&rest, &rest));
                let number = |text: &str| text.parse().map_err(|_| Error("bad repetition".into()));
                (number(low)?, if high.is_empty() { usize::MAX } else { number(high)? })
            }
            _ => return Ok(Item { atom, least: 1, most: 1, greedy: true }),
        };
        self.1 += 1;
        let greedy = self.peek() != Some('?');
        if !greedy {
            self.1 += 1;
        }
        Ok(Item { atom, least, most, greedy })
    }
    fn class(&mut self) -> Result<Atom, Error> {
        let negated = self.peek() == Some('^');
        if negated {
            self.1 += 1;
        }
        let mut ranges = Vec::new();
        loop {
            let mut first = self.take()?;
            if first == ']' && !ranges.is_empty() {
                return Ok(Atom::Class(ranges, negated));
            }
            if first == '\\' {
                let (found, _) = Parser::named(self.take()?);
                if found.len() > 1 || found[0].0 != found[0].1 {
                    ranges.extend(found);
                    continue;
                }
                first = found[0].0;
            }
            let is_range = self.peek() == Some('-') && self.0.get(self.1 + 1) != Some(&']');
            if is_range {
                self.1 += 1;
                ranges.push((first, self.take()?));
            } else {
                ranges.push((first, first));
            }
        }
    }
}

type Next<'a> = &'a dyn Fn(usize) -> Option<usize>;

fn any_of(all: &[Vec<Item>], text: &[char], at: usize, next: Next) -> Option<usize> {
    all.iter().find_map(|items| sequence(items, text, at, 0, next))
}

fn sequence(items: &[Item], text: &[char], at: usize, count: usize, next: Next) -> Option<usize> {
    let (item, rest) = match items.split_first() {
        Some(parts) => parts,
        None => return next(at),
    };
    let more = || {
        if count >= item.most {
            return None;
        }
        let again = |end: usize| {
            if end == at && count >= item.least { return None; }
            sequence(items, text, end, count + 1, next)
        };
        atom(&item.atom, text, at, &again)
    };
    let done = || if count < item.least { None } else { sequence(rest, text, at, 0, next) };
    if item.greedy { more().or_else(done) } else { done().or_else(more) }
}

fn atom(atom: &Atom, text: &[char], at: usize, next: Next) -> Option<usize> {
    let is_word = |n: usize| text.get(n).map_or(false, |c| c.is_alphanumeric() || *c == '_');
    let letter = text.get(at).copied();
    let fits = match atom {
        Atom::Group(all) => return any_of(all, text, at, next),
        Atom::Start => return if at == 0 { next(at) } else { None },
        Atom::End => return if at == text.len() { next(at) } else { None },
        Atom::Edge => {
            let before = at > 0 && is_word(at - 1);
            return if before != is_word(at) { next(at) } else { None };
        }
        Atom::Any => letter.map_or(false, |c| c != '\n'),
        Atom::Class(ranges, negated) => letter.map_or(false, |c| {
            ranges.iter().any(|(low, high)| (*low..=*high).contains(&c)) != *negated
        }),
    };
    if fits { next(at + 1) } else { None }
}

#[derive(Clone, Copy, Debug)]
pub struct Match<'t> {
    text: &'t str,
    start: usize,
    end: usize,
}
impl<'t> Match<'t> {
    pub fn as_str(&self) -> &'t str { &self.text[self.start..self.end] }
    pub fn start(&self) -> usize { self.start }
    pub fn end(&self) -> usize { self.end }
}

impl Regex {
    pub fn new(pattern: &str) -> Result<Regex, Error> {
        let mut parser = Parser(pattern.chars().collect(), 0);
        let all = parser.alternatives()?;
        if parser.peek().is_some() { Err(Error("unopened group".into())) } else { Ok(Regex(all)) }
    }
    pub fn find_iter<'t>(&self, text: &'t str) -> std::vec::IntoIter<Match<'t>> {
        let letters: Vec<char> = text.chars().collect();
        let mut places: Vec<usize> = text.char_indices().map(|(place, _)| place).collect();
        places.push(text.len());
        let (mut found, mut at) = (Vec::new(), 0);
        while at <= letters.len() {
            match any_of(&self.0, &letters, at, &|end| Some(end)) {
                Some(end) => {
                    found.push(Match { text, start: places[at], end: places[end] });
                    at = if end > at { end } else { at + 1 };
                }
                None => at += 1,
            }
        }
        found.into_iter()
    }
    pub fn find<'t>(&self, text: &'t str) -> Option<Match<'t>> { self.find_iter(text).next() }
    pub fn is_match(&self, text: &str) -> bool { self.find(text).is_some() }
    pub fn split<'t>(&self, text: &'t str) -> std::vec::IntoIter<&'t str> {
        let (mut parts, mut last) = (Vec::new(), 0);
        for found in self.find_iter(text) {
            parts.push(&text[last..found.start]);
            last = found.end;
        }
        parts.push(&text[last..]);
        parts.into_iter()
    }
    pub fn replace_all<'t>(&self, text: &'t str, with: &str) -> std::borrow::Cow<'t, str> {
        std::borrow::Cow::Owned(self.split(text).collect::<Vec<_>>().join(with))
    }
}
