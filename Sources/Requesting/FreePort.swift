// Some constants of <sys/socket.h> belong to whichever C module is read first: here libcurl's.
private import CCurl
private import Glibc

/// Ports of this machine's loopback that nobody listens on.
enum FreePort {
  /// A port that was free a moment ago; nil where there is none.
  ///
  /// Somebody may take it before the server does: then another is tried.
  static func find() -> UInt16? {
    let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    let descriptor = socket(AF_INET, type, 0)
    if descriptor < 0 { return nil }
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        bind(descriptor, address, size) == 0 && getsockname(descriptor, address, &size) == 0
      }
    }
    return isBound ? UInt16(bigEndian: address.sin_port) : nil
  }
}
