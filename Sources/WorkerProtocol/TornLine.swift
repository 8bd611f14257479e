import Execution

/// What can be made out of a line that is not JSON as a whole.
enum TornLine {
    /// The `id` among the outermost members, if it stands whole before the fault.
    ///
    /// A scan by brackets and quotes; it never fails and takes time proportional to the text.
    static func id(in bytes: some Collection<UInt8>) -> String? {
        let bytes = Array(bytes)
        var depth = 0
        var key: ArraySlice<UInt8>?
        var at = 0
        while at < bytes.count {
            switch bytes[at] {
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            case UInt8(ascii: ","): key = nil
            case UInt8(ascii: "\""):
                guard let end = endOfString(bytes, from: at) else { return nil }
                let string = bytes[at...end]
                if depth == 1, let name = key {
                    if name.elementsEqual(#""id""#.utf8) { return usable(string) }
                } else if depth == 1 {
                    key = string
                }
                at = end
            default: break
            }
            at += 1
        }
        return nil
    }

    private static func endOfString(_ bytes: [UInt8], from start: Int) -> Int? {
        var at = start + 1
        while at < bytes.count {
            if bytes[at] == UInt8(ascii: "\\") {
                at += 1
            } else if bytes[at] == UInt8(ascii: "\"") {
                return at
            }
            at += 1
        }
        return nil
    }

    private static func usable(_ string: ArraySlice<UInt8>) -> String? {
        guard let text = (try? JSON(parsing: string))?.string else { return nil }
        return text.utf8.count <= JobReader.maxIDBytes ? text : nil
    }
}
