import Extraction

extension DocumentPath {
  /// Calls a body with the path as the C library takes it.
  func withCString<R>(_ body: (UnsafePointer<CChar>) -> R) -> R {
    (bytes + [0]).withUnsafeBufferPointer { buffer in
      buffer.withMemoryRebound(to: CChar.self) { text in
        // The buffer holds at least its closing zero.
        guard let base = text.baseAddress else { preconditionFailure("an empty buffer") }
        return body(base)
      }
    }
  }

  /// Without `.`, doubled slashes and, as far as can be told without looking, `..`.
  var normalized: DocumentPath {
    var names: [ArraySlice<UInt8>] = []
    for name in bytes.split(separator: UInt8(ascii: "/")) where name != [UInt8(ascii: ".")] {
      let dots = Array("..".utf8)[...]
      if name == dots, let last = names.last, last != dots {
        names.removeLast()
      } else if name != dots || !isAbsolute {
        names.append(name)
      }
    }
    let text = Array(names.joined(separator: [UInt8(ascii: "/")]))
    if isAbsolute { return DocumentPath(bytes: [UInt8(ascii: "/")] + text) }
    return DocumentPath(bytes: text.isEmpty ? [UInt8(ascii: ".")] : text)
  }

  /// This path below a folder; itself where it does not lie below.
  func relative(to folder: DocumentPath) -> DocumentPath {
    let prefix =
      folder.bytes.last == UInt8(ascii: "/") ? folder.bytes : folder.bytes + [UInt8(ascii: "/")]
    guard bytes.count > prefix.count, bytes.starts(with: prefix) else { return self }
    return DocumentPath(bytes: Array(bytes.dropFirst(prefix.count)))
  }
}
