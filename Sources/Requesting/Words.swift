/// Words of a provider, made fit for a message: one line, bounded, without the key.
enum Words {
  /// Of words in a message, in characters.
  static let limit = 300

  /// - Parameter secret: is cut out, whole or in part: providers repeat a wrong key.
  static func line(_ text: some StringProtocol, without secret: String?) -> String {
    let words = text.prefix(limit * 10).split {
      $0.isWhitespace || $0.isNewline || ($0.asciiValue ?? 32) < 32
    }
    let secrets = secret.map(pieces) ?? []
    let kept = words.prefix(limit).map { word in
      secrets.contains { word.contains($0) } ? "[key]" : String(word)
    }
    let line = kept.joined(separator: " ")
    return line.count <= limit ? line : line.prefix(limit - 1) + "…"
  }

  /// Without white space at its ends.
  static func trimmed(_ text: some StringProtocol) -> String {
    let start = text.drop { $0.isWhitespace }
    let rest = start.reversed().drop { $0.isWhitespace }
    return String(rest.reversed())
  }

  /// All stretches of a secret that tell something of it: six characters, or the whole.
  private static func pieces(of secret: String) -> [Substring] {
    let length = 6
    guard secret.count > length else { return secret.isEmpty ? [] : [secret[...]] }
    return secret.indices.dropLast(length - 1).map { secret[$0...].prefix(length) }
  }
}
