private import Glibc

/// Small files of `/proc`, whose size is not known before they are read.
enum ProcessFile {
  static func read(_ path: String) throws(ProcessError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    if descriptor < 0 { throw .cannotOpen(path, errno) }
    defer { close(descriptor) }
    return try Descriptor.read(upTo: 4096, from: descriptor)
  }
}
