import Execution
import Judging

/// `func TestF(t *testing.T) { assert := assert.New(t); assert.Equal(2, F(1)) }`
extension TestScript {
    mutating func goProgram() throws(TestFault) {
        cursor.skipSeparators()
        if cursor.accept("package") {
            cursor.index += 1
            cursor.skipSeparators()
        }
        if cursor.accept("import") {
            while !cursor.accept(")") {
                guard !cursor.atEnd else { throw fault("`)` is missing") }
                cursor.index += 1
            }
        }
        while true {
            cursor.skipSeparators()
            if cursor.atEnd { return }
            begin()
            guard cursor.accept("func"), let name = cursor.name() else {
                throw fault("a declaration that is not known")
            }
            if name == "deepCompare" {
                try goComparison()
                continue
            }
            guard
                name.hasPrefix("Test") && cursor.accept("( t * testing . T ) {")
                    || name == "main" && cursor.accept("( ) {")
            else { throw fault("a declaration that is not known") }
            try block { script throws(TestFault) in try script.goStatement() }
        }
    }

    mutating func goStatement() throws(TestFault) {
        if cursor.accept("assert := assert . New ( t )") { return }
        if cursor.accept("assert .") { return try goAssertion() }
        if evaluator.helpers["deepCompare"] != nil, cursor.accept("deepCompare (") {
            // What panics is what is unequal; the message does not matter.
            let arguments = try assertion(3...3)
            var check = try evaluator.equal(
                try evaluator.meaning(arguments[0]), try evaluator.meaning(arguments[1]))
            check.comparison = .equal
            return try demand(check)
        }
        if cursor.accept("for") {
            return try countedLoop { script throws(TestFault) in try script.goStatement() }
        }
        let declared = cursor.accept("var")
        guard let name = cursor.name() else { throw fault("a statement that is not known") }
        if cursor.accept(":= func (") { return try goHelper(name) }
        guard cursor.accept(":=") || cursor.accept("="), !declared || cursor.index > 0 else {
            throw fault("a statement that is not known")
        }
        try bind(name, try expression())
        guard cursor.current.kind == .lineEnd || cursor.current.isSymbol(";") else {
            throw fault("a statement that is not known")
        }
    }

    /// MBXP compares what both sides are as JSON, where 1 is 1.0.
    private mutating func goComparison() throws(TestFault) {
        guard cursor.accept("( a interface { } , b interface { } , msg string ) bool {") else {
            throw fault("the function `deepCompare` is not known")
        }
        let body = try bodyText()
        let known =
            "aJSON,err:=json.Marshal(a)iferr!=nil{panic(msg)}"
            + "bJSON,err:=json.Marshal(b)iferr!=nil{panic(msg)}"
            + "vara2interface{}varb2interface{}"
            + "err=json.Unmarshal(aJSON,&a2)iferr!=nil{panic(msg)}"
            + "err=json.Unmarshal(bJSON,&b2)iferr!=nil{panic(msg)}"
            + "result:=reflect.DeepEqual(a2,b2)ifresult{returntrue}else{panic(msg)}"
        guard body == known else { throw fault("the function `deepCompare` is not known") }
        evaluator.helpers["deepCompare"] = .equal
    }

    private mutating func goAssertion() throws(TestFault) {
        guard let name = cursor.name(), cursor.current.isSymbol("(") else {
            throw fault("a statement that is not known")
        }
        evaluator.line = cursor.current.line
        // A message may follow.
        let arguments = try cursor.arguments().map(\.value)
        switch (name, arguments.count) {
        case ("Equal", 2...3), ("EqualValues", 2...3):
            let first = try evaluator.meaning(arguments[0])
            let second = try evaluator.meaning(arguments[1])
            try demand(try evaluator.equal(first, second))
        case ("True", 1...2): try demand(try evaluator.meaning(arguments[0]))
        case ("False", 1...2):
            try demand(
                try evaluator.condition(try evaluator.meaning(arguments[0])).opposite())
        case ("Nil", 1...2):
            try demand(
                try evaluator.equal(try evaluator.meaning(arguments[0]), .value(.null)))
        default: throw fault("`assert.\(name.prefix(60))`")
        }
    }

    /// `same := func(src []int, target []int) bool { .. }`, if it compares member by member.
    ///
    /// The known one overlooks members that are too many; they are refused here.
    private mutating func goHelper(_ name: String) throws(TestFault) {
        let known = cursor.accept("src [ ] int , target [ ] int ) bool {")
        let body = known ? try bodyText() : ""
        guard
            body == "fori:=0;i<len(src);i++{ifsrc[i]!=target[i]{returnfalse}}returntrue"
        else { throw fault("the function `\(name.prefix(60))` is not known") }
        evaluator.helpers[name] = .exact
    }
}
