import Foundation
import JSON

/// Schemas that others refer to by URI and that the user has put into folders.
///
/// Nothing is ever fetched: a URI outside of what was mapped leads nowhere.
package struct RemoteSchemas: Sendable, Hashable {
  private struct Mapping: Sendable, Hashable {
    let prefix: String
    let folder: String
  }

  private var mappings: [Mapping] = []

  /// None.
  package init() {}

  /// Takes all URIs that begin so from a folder: what follows in the URI is the path in it.
  package mutating func map(_ prefix: String, to folder: String) {
    mappings.append(Mapping(prefix: prefix, folder: folder))
    // The longest prefix that fits is the one that was meant.
    mappings.sort { $0.prefix.utf8.count > $1.prefix.utf8.count }
  }

  /// The document of a URI without a fragment; nil where no mapping leads to a file.
  ///
  /// - Throws: ``JSONParseError`` where there is a file and it is no JSON.
  func document(at uri: String) throws(JSONParseError) -> JSONValue? {
    for mapping in mappings where uri.hasPrefix(mapping.prefix) {
      guard let path = Self.path(uri.dropFirst(mapping.prefix.count)),
        let data = FileManager.default.contents(atPath: mapping.folder + "/" + path)
      else { continue }
      return try JSONValue(parsing: Array(data))
    }
    return nil
  }

  /// The rest of a URI as a path that stays in its folder.
  private static func path(_ rest: Substring) -> String? {
    let segments = rest.prefix { $0 != "?" }.split(separator: "/")
      .map { URIReference.percentDecoded($0) ?? ".." }
    let isInside = segments.allSatisfy { $0 != ".." && $0 != "." && !$0.contains("/") }
    return isInside && !segments.isEmpty ? segments.joined(separator: "/") : nil
  }
}
