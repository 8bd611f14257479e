using System;
using System.IO;
using System.Runtime.InteropServices;

namespace AssayDriver {
    /// A descriptor as a stream: Mono's own take only those that it has opened itself.
    sealed class Descriptor : Stream {
        const int Interrupted = 4;
        readonly int number;

        [DllImport("libc.so.6", SetLastError = true)]
        static extern IntPtr read(int descriptor, byte[] into, IntPtr count);

        [DllImport("libc.so.6", SetLastError = true)]
        static extern IntPtr write(int descriptor, byte[] from, IntPtr count);

        public Descriptor(int number) { this.number = number; }

        public override bool CanRead { get { return true; } }
        public override bool CanWrite { get { return true; } }
        public override bool CanSeek { get { return false; } }
        public override long Length { get { throw new NotSupportedException(); } }
        public override long Position {
            get { throw new NotSupportedException(); }
            set { throw new NotSupportedException(); }
        }
        public override void Flush() { }
        public override void SetLength(long value) { throw new NotSupportedException(); }
        public override long Seek(long offset, SeekOrigin from) {
            throw new NotSupportedException();
        }

        public override int Read(byte[] into, int offset, int count) {
            var bytes = new byte[count];
            long got = Repeated(() => read(number, bytes, (IntPtr)count));
            Array.Copy(bytes, 0, into, offset, got);
            return (int)got;
        }

        public override void Write(byte[] from, int offset, int count) {
            while (count > 0) {
                var bytes = new byte[count];
                Array.Copy(from, offset, bytes, 0, count);
                long done = Repeated(() => write(number, bytes, (IntPtr)bytes.Length));
                offset += (int)done;
                count -= (int)done;
            }
        }

        static long Repeated(Func<IntPtr> call) {
            while (true) {
                long result = (long)call();
                if (result >= 0) return result;
                if (Marshal.GetLastWin32Error() != Interrupted) throw new IOException();
            }
        }
    }
}
