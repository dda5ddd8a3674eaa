/// Addresses of this machine.
enum Loopback {
  /// Whether a URL names this machine by a name or number that needs no look-up.
  static func isHost(of url: String) -> Bool {
    let host = host(of: url)
    let octets = host.split(separator: ".", omittingEmptySubsequences: false)
    let isNumeric = octets.count == 4 && octets.allSatisfy { UInt8($0) != nil }
    return host == "localhost" || host.hasSuffix(".localhost") || host == "::1"
      || (isNumeric && octets[0] == "127")
  }

  /// The host of a URL in lower case, without user, port and brackets; empty where there is none.
  static func host(of url: String) -> String {
    guard let scheme = url.firstRange(of: "://") else { return "" }
    let authority = url[scheme.upperBound...].prefix { !"/?#".contains($0) }
    let place = authority.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
    if place.first == "[" { return place.dropFirst().prefix { $0 != "]" }.lowercased() }
    return place.prefix { $0 != ":" }.lowercased()
  }
}
