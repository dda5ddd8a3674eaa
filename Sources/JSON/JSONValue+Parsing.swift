extension JSONValue {
  /// What the strict parser allows beyond the grammar's bounds.
  package struct ParsingOptions: Sendable, Hashable {
    /// What happens to a second member of one name, on which RFC 8259, section 4, leaves parsers
    /// to differ.
    package enum DuplicateKeys: Sendable, Hashable {
      /// The text is refused with ``JSONParseError/Reason/duplicateKey(_:)``.
      case refuse
      /// The last value stands, in the place of the first.
      case keepLast
    }

    /// How deep arrays and objects may nest; the parser recurses, so this bounds its stack.
    package var depthLimit: Int
    /// What happens to a second member of one name.
    package var duplicateKeys: DuplicateKeys

    /// Options; by default 512 levels and no duplicate names.
    package init(depthLimit: Int = 512, duplicateKeys: DuplicateKeys = .refuse) {
      self.depthLimit = depthLimit
      self.duplicateKeys = duplicateKeys
    }
  }

  /// Reads one JSON text (RFC 8259) from its UTF-8 bytes, and nothing around it but white space.
  ///
  /// Refused are also a byte order mark and escapes of lone surrogates, which no Swift string can
  /// hold. The buffer is only read during the call.
  ///
  /// - Throws: ``JSONParseError`` with the place of the first thing that is wrong.
  package init(
    parsing bytes: UnsafeBufferPointer<UInt8>, options: ParsingOptions = ParsingOptions()
  ) throws(JSONParseError) {
    var parser = StrictParser(bytes, options: options)
    do {
      self = try parser.parseText()
    } catch {
      throw JSONParseError(error.reason, at: error.offset, in: bytes)
    }
  }

  /// Reads one JSON text from raw memory; see ``init(parsing:options:)-(UnsafeBufferPointer<UInt8>,_)``.
  package init(
    parsing bytes: UnsafeRawBufferPointer, options: ParsingOptions = ParsingOptions()
  ) throws(JSONParseError) {
    try self.init(parsing: bytes.assumingMemoryBound(to: UInt8.self), options: options)
  }

  /// Reads one JSON text from an array of its UTF-8 bytes.
  package init(
    parsing bytes: [UInt8], options: ParsingOptions = ParsingOptions()
  ) throws(JSONParseError) {
    self = try bytes.withUnsafeBufferPointer { bytes throws(JSONParseError) in
      try JSONValue(parsing: bytes, options: options)
    }
  }

  /// Reads one JSON text from a string.
  package init(
    parsing text: String, options: ParsingOptions = ParsingOptions()
  ) throws(JSONParseError) {
    self = try JSONValue(parsing: Array(text.utf8), options: options)
  }
}
