#![no_main] ASSAY_PRELUDE ASSAY_SOURCE

ASSAY_SHIMS
#[doc(hidden)]
pub mod assay_ASSAY_MARK {
    use std::io::Write as _;
    use std::any::type_name;

    pub struct Test {
        pub name: &'static str,
        pub marks: &'static str,
        pub run: fn() -> std::result::Result<(), std::string::String>,
    }

    /// What a test may give back.
    pub trait Outcome {
        fn outcome(self) -> std::result::Result<(), std::string::String>;
    }
    impl Outcome for () {
        fn outcome(self) -> std::result::Result<(), std::string::String> { Ok(()) }
    }
    impl<T, E: std::fmt::Debug> Outcome for std::result::Result<T, E> {
        fn outcome(self) -> std::result::Result<(), std::string::String> {
            self.map(|_| ()).map_err(|e| std::format!("{:?}", e))
        }
    }

    pub struct Failure {
        pub message: std::string::String,
        pub left: std::string::String,
        pub right: std::string::String,
    }

    pub fn fail(message: std::string::String, left: std::string::String, right: std::string::String) -> ! {
        std::panic::resume_unwind(std::boxed::Box::new(Failure { message, left, right }))
    }

    /// The types in a type's name that are not the language's own, without their paths.
    fn foreign(name: &str) -> std::vec::Vec<&str> {
        name.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':'))
            .filter(|word| word.contains("::") && !["core::", "alloc::", "std::"].iter()
                .any(|own| word.starts_with(own)))
            .map(|word| word.rsplit("::").next().unwrap_or(""))
            .collect()
    }

    /// Whether `==` between two types can be believed: of the language's own types, or of one type
    /// that the tests name themselves.
    pub fn trusted<T: ?Sized, U: ?Sized>(_: &T, _: &U, tests: &str) {
        let same = type_name::<T>() == type_name::<U>();
        for name in [type_name::<T>(), type_name::<U>()] {
            for part in foreign(name) {
                if same && tests.contains(&std::format!(" {} ", part)) { continue; }
                fail(std::format!("the compared value is of a type of the source's own, `{}`", name),
                    std::string::String::new(), std::string::String::new());
            }
        }
    }

    #[cfg_attr(all(), export_name = "assay_key_ASSAY_MARK")]
    static mut KEY: i32 = -1;
    extern "C" {
        fn read(fd: i32, to: *mut u8, count: usize) -> isize;
        fn write(fd: i32, from: *const u8, count: usize) -> isize;
        fn pipe(ends: *mut i32) -> i32;
        fn close(fd: i32) -> i32;
        fn open(path: *const u8, flags: i32, ...) -> i32;
        fn _exit(code: i32) -> !;
    }
    // Before whatever the source lets run at the start; the word then waits in a pipe.
    #[used]
    #[link_section = ".preinit_array"]
    static FIRST: extern "C" fn() = {
        extern "C" fn first() {
            unsafe {
                let mut word = [0u8; 64];
                let mut count = 0;
                while count < 64 && read(0, word.as_mut_ptr().add(count), 1) == 1 && word[count] != b'\n' {
                    count += 1;
                }
                let mut ends = [0i32; 2];
                if pipe(ends.as_mut_ptr()) != 0 { _exit(3) }
                write(ends[1], word.as_ptr(), count);
                close(ends[1]);
                KEY = ends[0];
                for byte in word.iter_mut() { std::ptr::write_volatile(byte, 0); }
                close(0);
                open(b"/dev/null\0".as_ptr(), 0);
            }
        }
        first
    };

    extern "C" {
        static __start_assay_ASSAY_MARK: u8;
        static __stop_assay_ASSAY_MARK: u8;
    }

    fn escape(text: &str) -> std::string::String {
        let mut out = std::string::String::new();
        for c in text.chars().take(2000) {
            match c {
                '\\' => out.push_str("\\\\"),
                '\n' => out.push_str("\\n"),
                '\t' => out.push_str("\\t"),
                '\r' => out.push_str("\\r"),
                c => out.push(c),
            }
        }
        out
    }

    /// Each line is sealed with all before it: SipHash-2-4 of the last seal and the line.
    struct Log { report: std::fs::File, low: u64, high: u64, last: std::string::String }

    fn seal(log: &mut Log, text: &str) {
        let data = [log.last.as_bytes(), text.as_bytes()].concat();
        let size = data.len();
        let mut v = [log.low ^ 0x736f6d6570736575, log.high ^ 0x646f72616e646f6d,
            log.low ^ 0x6c7967656e657261, log.high ^ 0x7465646279746573];
        let mut at = 0;
        while at <= size + 8 {
            let (mut word, mut rounds) = (0u64, 2);
            let mut i = 8;
            while i > 0 && at <= size {
                i -= 1;
                let byte = if at + i < size { data[at + i] } else if i == 7 { size as u8 } else { 0 };
                word = word << 8 | byte as u64;
            }
            if at > size { rounds = 4; v[2] ^= 255; }
            v[3] ^= word;
            while rounds > 0 {
                rounds -= 1;
                v[0] = v[0].wrapping_add(v[1]); v[1] = v[1].rotate_left(13) ^ v[0]; v[0] = v[0].rotate_left(32);
                v[2] = v[2].wrapping_add(v[3]); v[3] = v[3].rotate_left(16) ^ v[2];
                v[0] = v[0].wrapping_add(v[3]); v[3] = v[3].rotate_left(21) ^ v[0];
                v[2] = v[2].wrapping_add(v[1]); v[1] = v[1].rotate_left(17) ^ v[2]; v[2] = v[2].rotate_left(32);
            }
            v[0] ^= word;
            at += 8;
        }
        log.last = std::format!("{:016x}", v[0] ^ v[1] ^ v[2] ^ v[3]);
    }

    fn line(log: &mut Log, fields: &[&str]) {
        let mut text = std::string::String::new();
        for (index, field) in fields.iter().enumerate() {
            if index > 0 { text.push('\t'); }
            text.push_str(&escape(field));
        }
        seal(log, &text);
        text.push('\t');
        text.push_str(&log.last);
        text.push('\n');
        let _ = log.report.write_all(text.as_bytes());
    }

    fn one(log: &mut Log, name: &str, marks: &str,
           run: fn() -> std::result::Result<(), std::string::String>) -> &'static str {
        line(log, &["S", name]);
        let began = std::time::Instant::now();
        let mut outcome = "passed";
        let (mut message, mut expected, mut actual) =
            (std::string::String::new(), std::string::String::new(), std::string::String::new());
        // What stands in quotes is what a panic must say.
        let has = |mark: &str| marks.split('"').step_by(2).any(|part| part.contains(mark));
        if has("ignore") {
            outcome = "skipped";
        } else {
            let ended = std::thread::Builder::new().stack_size(64 << 20).spawn(run)
                .map(|thread| thread.join());
            let panics = has("should_panic");
            match ended {
                std::result::Result::Err(error) => { outcome = "error"; message = error.to_string(); }
                std::result::Result::Ok(std::result::Result::Ok(std::result::Result::Ok(()))) => {
                    if panics { outcome = "failed"; message = "did not panic".to_string(); }
                }
                std::result::Result::Ok(std::result::Result::Ok(std::result::Result::Err(what))) => {
                    outcome = "failed";
                    message = what;
                }
                std::result::Result::Ok(std::result::Result::Err(what)) => {
                    let (kind, text) = if let std::option::Option::Some(f) = what.downcast_ref::<Failure>() {
                        expected = f.right.clone();
                        actual = f.left.clone();
                        ("failed", f.message.clone())
                    } else if let std::option::Option::Some(t) = what.downcast_ref::<&str>() {
                        ("error", t.to_string())
                    } else if let std::option::Option::Some(t) = what.downcast_ref::<std::string::String>() {
                        ("error", t.clone())
                    } else { ("error", "a panic".to_string()) };
                    let wanted = marks.split("expected").nth(1).and_then(|t| t.split('"').nth(1));
                    if panics && wanted.map_or(true, |t| text.contains(t)) {
                        expected.clear();
                        actual.clear();
                    } else {
                        outcome = kind;
                        message = text;
                    }
                }
            }
        }
        let took = std::format!("{:.3}", began.elapsed().as_secs_f64() * 1000.0);
        line(log, &["F", name, outcome, &took, &message, &expected, &actual]);
        outcome
    }

    use std::string::ToString as _;

    fn passing() -> std::result::Result<(), std::string::String> { super::assay_canary_ASSAY_MARK(1); Ok(()) }
    fn failing() -> std::result::Result<(), std::string::String> { super::assay_canary_ASSAY_MARK(2); Ok(()) }

    #[export_name = "main"]
    pub extern "C" fn start(_: i32, _: *const *const u8) -> i32 {
        let report = std::fs::OpenOptions::new().append(true).open(".assay/report").unwrap();
        let mut key = [0u8; 32];
        if unsafe { read(KEY, key.as_mut_ptr(), 32) } != 32 { unsafe { _exit(3) } }
        let number = |part: &[u8]| u64::from_str_radix(std::str::from_utf8(part).unwrap_or(""), 16).unwrap_or(0);
        let mut log = Log { report, low: number(&key[..16]), high: number(&key[16..]), last: std::string::String::new() };
        let tests = unsafe {
            let first = &__start_assay_ASSAY_MARK as *const u8 as *const Test;
            let last = &__stop_assay_ASSAY_MARK as *const u8 as *const Test;
            std::slice::from_raw_parts(first, (last as usize - first as usize) / std::mem::size_of::<Test>())
        };
        let (mut total, mut passed, mut good) = (2, 0, true);
        for test in tests {
            total += 1;
            if one(&mut log, test.name, test.marks, test.run) == "passed" { passed += 1 } else { good = false }
        }
        if one(&mut log, "assay: must pass", "", passing) == "passed" { passed += 1 }
        one(&mut log, "assay: must fail", "", failing);
        let mut word = [0u8; 64];
        let count = unsafe { read(KEY, word.as_mut_ptr(), 64) };
        let word = std::str::from_utf8(&word[..count.max(0) as usize]).unwrap_or("").to_string();
        line(&mut log, &["E", &word, &total.to_string(), &passed.to_string()]);
        let _ = std::io::stdout().flush();
        unsafe { _exit(if good { 0 } else { 1 }) }
    }
}
const ASSAYWORDS_ASSAY_MARK: &str = ASSAY_WORDS;
macro_rules! assert_eq {
    ($left:expr, $right:expr $(,)?) => { assert_eq!($left, $right, "left == right") };
    ($left:expr, $right:expr, $($words:tt)+) => {
        match (&$left, &$right) { (left, right) => {
            $crate::assay_ASSAY_MARK::trusted(left, right, $crate::ASSAYWORDS_ASSAY_MARK);
            if !(*left == *right) {
                $crate::assay_ASSAY_MARK::fail(::std::format!($($words)+), ::std::format!("{:?}", left),
                    ::std::format!("{:?}", right))
            }
        } }
    };
}
macro_rules! assert_ne {
    ($left:expr, $right:expr $(,)?) => { assert_ne!($left, $right, "left != right") };
    ($left:expr, $right:expr, $($words:tt)+) => {
        match (&$left, &$right) { (left, right) => {
            $crate::assay_ASSAY_MARK::trusted(left, right, $crate::ASSAYWORDS_ASSAY_MARK);
            if *left == *right {
                $crate::assay_ASSAY_MARK::fail(::std::format!($($words)+), ::std::format!("{:?}", left),
                    ::std::format!("{:?}", right))
            }
        } }
    };
}
macro_rules! assert {
    ($good:expr $(,)?) => { assert!($good, "{}", ::std::stringify!($good)) };
    ($good:expr, $($words:tt)+) => {
        match $good { good => {
            let good: bool = good;
            if !good {
                $crate::assay_ASSAY_MARK::fail(::std::format!($($words)+), ::std::string::String::new(),
                    ::std::string::String::new())
            }
        } }
    };
}
macro_rules! debug_assert { ($($words:tt)*) => { assert!($($words)*) }; }
macro_rules! debug_assert_eq { ($($words:tt)*) => { assert_eq!($($words)*) }; }
macro_rules! debug_assert_ne { ($($words:tt)*) => { assert_ne!($($words)*) }; }
macro_rules! panic { ($($words:tt)*) => { ::std::panic!($($words)*) }; }
macro_rules! vec { ($($words:tt)*) => { ::std::vec!($($words)*) }; }
macro_rules! format { ($($words:tt)*) => { ::std::format!($($words)*) }; }
macro_rules! matches { ($($words:tt)*) => { ::std::matches!($($words)*) }; }
macro_rules! println { ($($words:tt)*) => { ::std::println!($($words)*) }; }
macro_rules! print { ($($words:tt)*) => { ::std::print!($($words)*) }; }
fn assay_canary_ASSAY_MARK(value: i32) {
    assert!(value > 0);
    assert_ne!(value, 3);
    assert_eq!(vec![value], [1]);
}
ASSAY_TESTS
