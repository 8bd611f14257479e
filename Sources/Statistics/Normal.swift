import Glibc

/// The standard normal distribution.
enum Normal {
    /// The share below `x`.
    static func cumulative(_ x: Double) -> Double { erfc(-x / 2.0.squareRoot()) / 2 }

    /// The value below which the share `p`, within 0 and 1, lies; infinite at the ends.
    ///
    /// Acklam's rational approximation (relative error 1.15e-9), then one step of Halley's method
    /// against `cumulative`, which brings it to the precision of Double.
    static func quantile(_ p: Double) -> Double {
        guard p > 0 else { return -.infinity }
        guard p < 1 else { return .infinity }
        let rough = approximation(p)
        let error = cumulative(rough) - p
        let step = error * (2 * Double.pi).squareRoot() * exp(rough * rough / 2)
        return rough - step / (1 + rough * step / 2)
    }

    private static func approximation(_ p: Double) -> Double {
        if p > 0.5 { return -approximation(1 - p) }
        if p < 0.02425 {
            let q = (-2 * log(p)).squareRoot()
            return polynomial(
                q,
                [
                    -7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838,
                    -2.549732539343734, 4.374664141464968, 2.938163982698783,
                ])
                / polynomial(
                    q,
                    [
                        7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996,
                        3.754408661907416, 1,
                    ])
        }
        let q = p - 0.5
        let r = q * q
        return q
            * polynomial(
                r,
                [
                    -3.969683028665376e+01, 2.209460984245205e+02, -2.759285104469687e+02,
                    1.383577518672690e+02, -3.066479806614716e+01, 2.506628277459239,
                ])
            / polynomial(
                r,
                [
                    -5.447609879822406e+01, 1.615858368580409e+02, -1.556989798598866e+02,
                    6.680131188771972e+01, -1.328068155288572e+01, 1,
                ])
    }

    private static func polynomial(_ x: Double, _ coefficients: [Double]) -> Double {
        coefficients.reduce(0) { $0 * x + $1 }
    }
}
