import JSON

/// A property as a model sees it: its name, and what the schema says of it.
struct PropertyReading {
  private let name: String
  private let types: SchemaTypes
  private let description: String?
  private let sources: [JSONObject]
  private let siblings: [String]
  private let isRequired: Bool

  init(
    name: String, node: SchemaNode.ID, siblings: [String], isRequired: Bool, of schema: Schema
  ) {
    self.name = name
    self.siblings = siblings
    self.isRequired = isRequired
    types = schema.nodes.types(of: node)
    sources = schema.nodes.inPlace(with: node).compactMap { schema.nodes[$0].source.objectValue }
    description = sources.lazy.compactMap { $0["description"]?.stringValue }.first
  }

  /// What a careful reader would ask, in the order of importance.
  var questions: [SchemaAdvice.Question] {
    var questions: [SchemaAdvice.Question] = []
    if types == .all, !has("const"), !has("not") { questions.append(.anyType) }
    if description == nil { questions.append(.noDescription) }
    if isFreeDate { questions.append(.freeDate) }
    if isWithoutUnit { questions.append(.noUnit) }
    if hasUnexplainedValues { questions.append(.unexplainedValues) }
    if isContainerOfAnything { questions.append(.anyContent) }
    if isRequired, types.isDisjoint(with: [.null, .array, .object]), !has("const"), !has("default")
    {
      questions.append(.noWayToSayNothing)
    }
    return questions
  }

  private func has(_ keyword: String) -> Bool {
    sources.contains { $0.contains(keyword) }
  }

  private var isFreeDate: Bool {
    guard types.contains(.string), types.isDisjoint(with: [.object, .array, .number]),
      !["format", "pattern", "enum", "const"].contains(where: has)
    else { return false }
    return !Self.words(of: name).isDisjoint(with: Self.dates)
  }

  private var isWithoutUnit: Bool {
    guard !types.isDisjoint(with: .number), types.isDisjoint(with: [.string, .object, .array]),
      !Self.words(of: name).isDisjoint(with: Self.measured)
    else { return false }
    let told = Self.words(of: name).union(Self.words(of: description ?? ""))
    let isBeside = siblings.contains { !Self.words(of: $0).isDisjoint(with: Self.unitNames) }
    let hasSign = (description ?? "").unicodeScalars.contains { scalar in
      scalar == "%" || scalar == "°" || scalar.properties.generalCategory == .currencySymbol
    }
    return !isBeside && !hasSign && told.isDisjoint(with: Self.units)
  }

  /// Codes and numbers say nothing by themselves; words do.
  private var hasUnexplainedValues: Bool {
    let values = sources.lazy.compactMap { $0["enum"]?.arrayValue }.first ?? []
    let codes = values.filter { value in
      guard let text = value.stringValue else { return value.numberValue != nil }
      return text.unicodeScalars.count <= 3 || text.allSatisfy { $0.isUppercase || $0.isNumber }
    }
    guard values.count > 1, !codes.isEmpty else { return false }
    let text = description ?? ""
    return codes.contains { code in
      !text.contains(code.stringValue ?? code.text())
    }
  }

  private var isContainerOfAnything: Bool {
    if types == .object {
      return !["properties", "additionalProperties", "patternProperties", "anyOf", "oneOf"]
        .contains(where: has)
    }
    return types == .array && !["items", "prefixItems", "contains"].contains(where: has)
  }

  // MARK: - Words

  /// The words of `invoiceDate`, `invoice_date` and plain text, in lower case.
  private static func words(of text: String) -> Set<String> {
    var words: [String] = [""]
    var wasLower = false
    for character in text {
      if !character.isLetter {
        words.append("")
      } else if character.isUppercase, wasLower {
        words.append(character.lowercased())
      } else {
        words[words.count - 1] += character.lowercased()
      }
      wasLower = character.isLowercase
    }
    return Set(words)
  }

  private static let dates: Set<String> = [
    "date", "dated", "datetime", "time", "timestamp", "deadline", "birthday", "dob", "datum",
    "expiry",
  ]

  private static let measured: Set<String> = [
    "amount", "area", "balance", "capacity", "charge", "cost", "depth", "discount", "distance",
    "duration", "fee", "height", "length", "mass", "net", "gross", "power", "pressure", "price",
    "rate", "revenue", "salary", "size", "speed", "subtotal", "sum", "tax", "temperature", "total",
    "value", "vat", "volume", "weight", "width",
  ]

  private static let unitNames: Set<String> = ["currency", "unit", "units", "scale", "uom"]

  private static let units: Set<String> = unitNames.union([
    "percent", "percentage", "euro", "euros", "eur", "dollar", "dollars", "usd", "pound", "pounds",
    "gbp", "chf", "yen", "cents", "metre", "metres", "meter", "meters", "centimetres",
    "centimeters", "millimetres", "millimeters", "kilometres", "kilometers", "feet", "inches",
    "miles", "gram", "grams", "kilograms", "kg", "tonnes", "tons", "litres", "liters", "second",
    "seconds", "minute", "minutes", "hour", "hours", "day", "days", "week", "weeks", "month",
    "months", "year", "years", "celsius", "fahrenheit", "kelvin", "bytes", "pages", "pieces",
    "items", "cm", "mm", "km", "ms",
  ])
}
