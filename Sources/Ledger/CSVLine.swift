package import Extraction
package import JSON

/// A published record as a line of CSV (RFC 4180).
///
/// One column for the path, one for each top-level property. Strings and numbers stand as they are,
/// arrays and objects as JSON text, null and what is not there as nothing.
package enum CSVLine {
  /// The column of the path.
  package static let path = "path"
  /// The column of a record that is no object.
  package static let wholeRecord = "record"

  /// The names of the columns, closed by CR LF.
  package static func header(_ columns: [String]) -> String {
    line([path] + columns)
  }

  /// A record, closed by CR LF.
  package static func of(_ record: JSONValue, at path: DocumentPath, columns: [String]) -> String {
    line(
      [path.description]
        + columns.map { column in
          let value = record.objectValue.map { $0[column] }
          return text(value ?? (column == wholeRecord ? record : nil))
        })
  }

  private static func text(_ value: JSONValue?) -> String {
    switch value {
    case nil, .null: ""
    case .string(let text): text
    case let value?: value.text()
    }
  }

  private static func line(_ cells: [String]) -> String {
    cells.map(quoted).joined(separator: ",") + "\r\n"
  }

  /// In quotes where a comma, a quote, a line break or space at an end makes them necessary.
  private static func quoted(_ cell: String) -> String {
    let isPlain = cell.utf8.allSatisfy { byte in
      byte != UInt8(ascii: ",") && byte != UInt8(ascii: "\"") && byte != 10 && byte != 13
    }
    if isPlain, cell.utf8.first != 32, cell.utf8.last != 32 { return cell }
    return "\"" + cell.replacing("\"", with: "\"\"") + "\""
  }
}
