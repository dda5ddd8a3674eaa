/// Finds the names in an SQL expression, well enough to say which columns it is about.
enum SQLNames {
  /// Those of some columns that an expression names, in the order it names them first.
  ///
  /// Names in SQL have no case; texts in single quotes and comments hold none.
  static func columns(_ columns: [String], in expression: String) -> [String] {
    var known: [String: String] = [:]
    for column in columns { known[column.lowercased()] = column }
    var found: [String] = []
    for name in names(in: Array(expression.unicodeScalars)) {
      if let column = known[name.lowercased()], !found.contains(column) { found.append(column) }
    }
    return found
  }

  private static let closers: [Unicode.Scalar: Unicode.Scalar] = [
    "'": "'", "\"": "\"", "`": "`", "[": "]",
  ]

  private static func names(in text: [Unicode.Scalar]) -> [String] {
    var names: [String] = []
    var rest = text[...]
    while let first = rest.first {
      if let closer = closers[first] {
        let inside = rest.dropFirst().prefix { $0 != closer }
        if first != "'" { names.append(string(inside)) }
        rest = rest.dropFirst(inside.count + 2)
      } else if rest.starts(with: ["-", "-"]) {
        rest = rest.drop { $0 != "\n" }
      } else if rest.starts(with: ["/", "*"]) {
        rest = rest.dropFirst(2)
        while !rest.isEmpty, !rest.starts(with: ["*", "/"]) { rest = rest.dropFirst() }
        rest = rest.dropFirst(2)
      } else if isNamePart(first) {
        let name = rest.prefix(while: isNamePart)
        names.append(string(name))
        rest = rest.dropFirst(name.count)
      } else {
        rest = rest.dropFirst()
      }
    }
    return names
  }

  private static func isNamePart(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "_" || scalar == "$" || scalar.value >= 0x80 || scalar.properties.isAlphabetic
      || ("0"..."9").contains(scalar)
  }

  private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars)
    return String(text)
  }
}
