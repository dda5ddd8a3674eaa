import JSON

/// What part a number has in an account, as far as its field's name says it.
enum SumRole {
  /// How many of something.
  case quantity
  /// The sum of the lines, or of one line.
  case lines
  /// The sum before tax.
  case net
  case tax
  /// The sum with tax.
  case gross
  /// What is still to be paid.
  case due

  /// The role that a field's own name tells, else the first of its other names; nil where none does.
  init?(of field: LabelFit.Field) {
    let name = FieldLabels.meanings(ofName: field.pointer.lastToken ?? "")
    let names = [name] + field.phrases.filter { !$0.isOuter }.map(\.own)
    guard let role = names.lazy.compactMap(Self.init(meanings:)).first else { return nil }
    self = role
  }

  /// Nil where a word says something else too: a tax rate is no tax, and a unit price no price.
  private init?(meanings: [String]) {
    switch Set(meanings).subtracting(["amount", "total", "invoice"]) {
    case ["quantity"]: self = .quantity
    case ["position"], ["subtotal"], ["subtotal", "price"], ["position", "net"]: self = .lines
    case ["net"], ["net", "tax"]: self = .net
    case ["tax"]: self = .tax
    case ["gross"], ["gross", "tax"]: self = .gross
    case ["due"], ["balance"], ["due", "balance"], ["due", "payment"]: self = .due
    case [] where !meanings.isEmpty: self = .gross
    default: return nil
    }
  }
}
