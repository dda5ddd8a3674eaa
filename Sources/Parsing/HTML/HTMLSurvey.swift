/// What has to be known of a page before it is written down.
struct HTMLSurvey {
  /// The page's title, white space collapsed.
  private(set) var title = ""
  /// Whether there is a first heading that a person sees.
  private(set) var hasHeading = false
  /// Tables that only place things on the page: those with tables, headings, lists or long texts in
  /// their cells.
  ///
  /// They are not read row by row.
  private(set) var layoutTables: Set<UnsafeRawPointer> = []

  /// A cell with more text is no cell of a table, in bytes.
  private static let longestCell = 500

  init(_ tree: HTMLTree) {
    var openTables: [UnsafeRawPointer] = []
    var cellLength = 0
    var isInTitle = false
    tree.walk { event in
      switch event {
      case .start(let element):
        let name = element.name
        isInTitle = name == "title" && title.isEmpty
        switch HTMLTag(name) {
        case .skipped, .hidden: return isInTitle
        case .table:
          if let outer = openTables.last { layoutTables.insert(outer) }
          openTables.append(element.id)
          // What stands before a table is no part of its cells.
          cellLength = 0
        case .heading, .listItem:
          if name == "h1", element.whyHidden == nil { hasHeading = true }
          if let table = openTables.last { layoutTables.insert(table) }
        case .cell: cellLength = 0
        default: break
        }
      case .text(let bytes):
        if isInTitle { title += String(decoding: bytes, as: UTF8.self) }
        cellLength += bytes.count
        if cellLength > Self.longestCell, let table = openTables.last {
          layoutTables.insert(table)
        }
      case .end(let element):
        isInTitle = false
        if openTables.last == element.id { openTables.removeLast() }
      }
      return true
    }
  }
}
