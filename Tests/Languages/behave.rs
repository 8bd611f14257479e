use std::io::{Read, Write};

fn main() {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).unwrap();
    let (what, rest) = text.split_once('\n').unwrap();
    match what {
        "echo" => std::io::stdout().write_all(rest.as_bytes()).unwrap(),
        "exit" => std::process::exit(3),
        "raise" => panic!("deliberate"),
        "abort" => std::process::abort(),
        "spin" => loop {
            std::hint::spin_loop();
        },
        "hog" => {
            let mut kept: Vec<Vec<u8>> = Vec::new();
            loop {
                kept.push(vec![1; 1 << 20]);
            }
        }
        _ => {}
    }
}
