/// Reads how many pages a document says it has: `Page 2 of 3`, `Seite 1/2`.
enum PageStatement {
  private static let words: Set<String> = [
    "page", "seite", "página", "pagina", "blatt", "bladzijde", "blad",
  ]
  private static let joiners: Set<String> = ["of", "von", "de", "sur", "di", "van", "/"]

  /// Bytes of a cell that says it; others are not looked at.
  private static let longest = 64

  /// What the document says, where most of its pages say it and none says otherwise.
  ///
  /// - Parameter pages: how many it has.
  static func count(in text: TextLines, pages: Int) -> Int? {
    var stated: [Int: Int] = [:]
    for line in text.lines where line.page > 0 {
      for cell in line.cells where cell.range.count <= longest && !cell.isNumeric {
        if let count = count(in: text.text(cell)) { stated[line.page] = count }
      }
    }
    let counts = Set(stated.values)
    return counts.count == 1 && stated.count * 2 > pages ? counts.first : nil
  }

  private static func count(in cell: String) -> Int? {
    guard cell.utf8.contains(where: { (0x30...0x39).contains($0) }) else { return nil }
    let tokens = cell.lowercased().replacing("/", with: " / ")
      .split { !($0.isLetter || $0.isNumber || $0 == "/") }.map(String.init)
    for place in tokens.indices.dropLast(3) where words.contains(tokens[place]) {
      guard joiners.contains(tokens[place + 2]), let page = Int(tokens[place + 1]),
        let count = Int(tokens[place + 3]), page > 0, page <= count
      else { continue }
      return count
    }
    return nil
  }
}
