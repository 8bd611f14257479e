import Foundation

struct Deliberate: Error {}

let text = String(decoding: FileHandle.standardInput.readDataToEndOfFile(), as: UTF8.self)
let parts = text.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
switch parts[0] {
case "echo": print(parts[1], terminator: "")
case "exit": exit(3)
case "raise": throw Deliberate()
case "abort": abort()
case "spin": while true {}
case "hog":
    var kept: [[UInt8]] = []
    while true { kept.append([UInt8](repeating: UInt8(kept.count & 255), count: 1 << 20)) }
default: break
}
