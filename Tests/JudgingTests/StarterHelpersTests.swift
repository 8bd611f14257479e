import Judging
import Testing

struct StarterHelpersTests {
    private let starter = """
        import math


        def poly(xs: list, x: float):
            \"\"\"
        Text at the margin.
            \"\"\"
            return sum(xs) * math.pow(x, 2)


        def find_zero(xs: list):
            \"\"\" find x \"\"\"

        """

    @Test func `functions beside the entry point are helpers, with the imports`() {
        let helpers = StarterHelpers.python(starter, entryPoint: "find_zero")
        #expect(helpers.hasPrefix("import math\n"))
        #expect(helpers.contains("return sum(xs) * math.pow(x, 2)"))
        #expect(!helpers.contains("find_zero"))
    }

    @Test func `without another function there is nothing to add`() {
        #expect(StarterHelpers.python("import os\ndef f():\n", entryPoint: "f").isEmpty)
    }
}
