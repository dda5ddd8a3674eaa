/// What sluice does at an element, by its name.
enum HTMLTag {
  /// Passed over: no text, or none that is meant to be read.
  case skipped
  /// Never shown, but somebody wrote it there: told apart as hidden.
  case hidden
  case heading
  case listItem
  case table
  case row
  case cell
  case preformatted
  case lineBreak
  /// Parted from what is around it by an empty line.
  case block
  /// Begins on a line of its own.
  case line
  /// Part of a line.
  case inline

  init(_ name: String) {
    self = Self.tags[name] ?? .inline
  }

  private static let tags: [String: HTMLTag] = {
    let groups: [(HTMLTag, String)] = [
      (
        .skipped,
        "script style title meta link base iframe object embed audio video canvas desc metadata"
      ),
      (.hidden, "template noscript"),
      (.heading, "h1 h2 h3 h4 h5 h6"),
      (.listItem, "li"),
      (.table, "table"),
      (.row, "tr"),
      (.cell, "td th"),
      (.preformatted, "pre textarea listing xmp"),
      (.lineBreak, "br"),
      (
        .block,
        """
        article aside blockquote body center details dialog dir dl fieldset figure footer form \
        header hgroup hr html main menu nav ol p section select ul
        """
      ),
      (.line, "address caption dd div dt figcaption legend optgroup option summary"),
    ]
    var tags: [String: HTMLTag] = [:]
    for (tag, names) in groups {
      for name in names.split(separator: " ") { tags[String(name)] = tag }
    }
    return tags
  }()
}
