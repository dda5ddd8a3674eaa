import JSON
import JSONSchema

/// Finds the table that a list of the schema is about by its header, where no row of it is known.
///
/// A line is a header if two of its cells are names of different properties of the list's elements:
/// the property's own name, its `title`, its `x-labels`, or what its `description` quotes.
struct RowHeader {
  private let text: TextLines
  /// The properties' names, folded.
  private let names: [Set<String>]

  /// - Parameter list: the place of the list in a record.
  init(of list: JSONPointer, in schema: Schema, _ text: TextLines) {
    self.text = text
    let element = list.appending(0)
    let properties = schema.subschema(for: element)?["properties"]?.objectValue?.keys ?? []
    names = properties.map { Self.names($0, in: schema, at: element.appending($0)) }
  }

  /// The first line below a header that has the form of a row: a number, and two cells that stand
  /// below two of the header's.
  var firstRow: Int? {
    for (number, line) in text.lines.enumerated() where isHeader(line) {
      for below in text.lines.indices.suffix(from: number + 1) {
        let row = text.lines[below]
        if row.block > line.block + 1 || isHeader(row) { break }
        let aligned = row.cells.count { cell in
          line.cells.contains { $0.extent.overlaps(cell.extent) }
        }
        if aligned >= 2, row.cells.count >= 2, row.cells.contains(where: \.isNumeric) {
          return below
        }
      }
    }
    return nil
  }

  private func isHeader(_ line: TextLines.Line) -> Bool {
    guard line.cells.count >= 2, !line.cells.contains(where: \.isNumeric) else { return false }
    var met: Set<Int> = []
    for cell in line.cells {
      let words = Self.folded(text.text(cell))
      if let property = names.firstIndex(where: { $0.contains(words) }) { met.insert(property) }
    }
    return met.count >= 2
  }

  private static func names(
    _ property: String, in schema: Schema, at path: JSONPointer
  ) -> Set<String> {
    var names = [property]
    if let title = schema.annotation("title", at: path)?.stringValue { names.append(title) }
    switch schema.annotation("x-labels", at: path) {
    case .array(let labels)?: names += labels.compactMap(\.stringValue)
    case .object(let languages)?:
      names += languages.values.flatMap { $0.arrayValue ?? [$0] }.compactMap(\.stringValue)
    default: break
    }
    let description = schema.annotation("description", at: path)?.stringValue ?? ""
    let quoted = description.split(omittingEmptySubsequences: false) { "\"“”„«»".contains($0) }
    names += quoted.enumerated().filter { !$0.offset.isMultiple(of: 2) }.map { String($1) }
    return Set(names.map(folded).filter { !$0.isEmpty })
  }

  /// Letters and digits in lower case, words apart by one space.
  private static func folded(_ text: String) -> String {
    text.lowercased().split { !$0.isLetter && !$0.isNumber }.joined(separator: " ")
  }
}
