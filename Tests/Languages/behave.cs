using System;
using System.Collections.Generic;
using System.Diagnostics;

class Behave {
    static int Main() {
        string text = Console.In.ReadToEnd();
        int end = text.IndexOf('\n');
        switch (text.Substring(0, end)) {
            case "echo": Console.Write(text.Substring(end + 1)); break;
            case "exit": return 3;
            case "raise": throw new InvalidOperationException("deliberate");
            case "abort": Process.GetCurrentProcess().Kill(); break;
            case "spin": while (true) { }
            case "hog":
                var kept = new List<byte[]>();
                while (true) {
                    var piece = new byte[1 << 20];
                    for (int i = 0; i < piece.Length; i += 1024) piece[i] = 1;
                    kept.Add(piece);
                }
        }
        return 0;
    }
}
