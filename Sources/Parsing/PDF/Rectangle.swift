import Extraction

/// A rectangle in points, y downwards.
struct Rectangle: Equatable {
  var x0: Float
  var y0: Float
  var x1: Float
  var y1: Float

  init(x0: Float, y0: Float, x1: Float, y1: Float) {
    self.x0 = x0
    self.y0 = y0
    self.x1 = x1
    self.y1 = y1
  }

  /// The place of a box.
  init(_ box: Box) {
    self.init(
      x0: Float(box.x0) / 100, y0: Float(box.y0) / 100, x1: Float(box.x1) / 100,
      y1: Float(box.y1) / 100)
  }

  var width: Float { x1 - x0 }
  var height: Float { y1 - y0 }
  var centerX: Float { (x0 + x1) / 2 }
  var centerY: Float { (y0 + y1) / 2 }

  /// Whether it can be reckoned with: a damaged font gives numbers beyond any page, or none at all.
  var isSane: Bool {
    [x0, y0, x1, y1].allSatisfy { $0.isFinite && abs($0) < 1_000_000 }
  }

  func union(_ other: Rectangle) -> Rectangle {
    Rectangle(
      x0: min(x0, other.x0), y0: min(y0, other.y0), x1: max(x1, other.x1), y1: max(y1, other.y1))
  }

  /// In hundredths of a point.
  var box: Box {
    Box(
      x0: Int32((x0 * 100).rounded()), y0: Int32((y0 * 100).rounded()),
      x1: Int32((x1 * 100).rounded()), y1: Int32((y1 * 100).rounded()))
  }
}
