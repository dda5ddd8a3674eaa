package import JSON

/// One thing that a schema settled: a value or a name that was written otherwise than it says.
package struct Mend: Sendable, Hashable {
  /// What can be mended; the raw values are what reports show.
  package enum Kind: String, Sendable, Hashable, CaseIterable {
    /// A number written as text: `"12,50"`, `"€ 1.234,50"`; never one that can be read in two ways.
    case number = "number as text"
    /// A boolean written as text or as 0 and 1: `"yes"`.
    case boolean = "boolean as text"
    /// Nothing written as text: `"null"`, `"n/a"`, where `null` is allowed and text is not.
    case null = "null as text"
    /// Text written as a number: its digits as they stood.
    case text = "text as number"
    /// A value by itself for a list of it.
    case list = "value for a list"
    /// A list of one for the value itself.
    case single = "list for a value"
    /// An object or array written as text that holds its JSON.
    case embedded = "JSON as text"
    /// One of the listed values in other case or with other separators: `"Paid"` for `"paid"`.
    case choice = "choice by other spelling"
    /// A name in other case or with other separators: `"invoiceNumber"` for `"invoice_number"`.
    case key = "key by other spelling"
    /// `null` for a property that need not be there and may not be `null`; it was left out.
    ///
    /// Dialects that make every property required bring models to write that.
    case absence = "null for no property"
    /// A property that the schema allows nowhere; it was left out.
    case surplus = "property that is not allowed"
  }

  /// What it was.
  package let kind: Kind
  /// The place in the value as mended; for a name that of its member, for what was left out where
  /// it stood.
  package let path: JSONPointer
  /// What stood there; for a name the name.
  package let found: JSONValue

  /// One mend.
  package init(_ kind: Kind, at path: JSONPointer, found: JSONValue) {
    (self.kind, self.path, self.found) = (kind, path, found)
  }
}
