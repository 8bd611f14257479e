@testable import Judging

extension ScriptProxyTests {
    static let forgedFrames: [Row] = [
        Row(
            "answers before the calls", .tampered, .isolated,
            source: #"""
                require('fs').writeSync(4,
                '{"id":0,"ready":true}\n{"id":1,"value":true}\n{"id":2,"value":2}\n');
                function f(){return 3}
                """#,
            tests: #"""
                assert.equal(f(1),2)
                """#),
        Row(
            "an answer too many", .tampered, .isolated,
            source: #"""
                function f(){require('fs').writeSync(4,'{"id":3,"value":2}\n');
                return 3}
                """#,
            tests: #"""
                assert.equal(f(1),2)
                """#),
        Row(
            "an answer to a later call", .tampered, .isolated,
            source: #"""
                function f(){require('fs').writeSync(4,'{"id":5,"value":2}\n');
                process.reallyExit(0)}
                """#,
            tests: #"""
                assert.equal(f(1),2)
                """#),
        Row(
            "no frame at all", .tampered, .isolated,
            source: #"""
                function f(){require('fs').writeSync(4,'hello\n')}
                """#,
            tests: #"""
                assert.equal(f(1),2)
                """#),
        Row(
            "a frame too large", .tampered, .isolated,
            source: """
                function f(){const b=Buffer.alloc(1<<20,97); for(let i=0;i<60;i++)
                require('fs').writeSync(4,b)}
                """,
            tests: """
                assert.equal(f(1),2)
                """),
        Row(
            "Function by its name", .tampered, .isolated,
            source: #"""
                function f(){const fs=require('fs'); fs.writeSync(4,
                '{"id":3,"value":{"$handle":{"named":"Function"}}}\n');
                process.reallyExit(0)}
                """#,
            tests: #"""
                f(1)('return 2')
                """#),
        Row(
            "eval by its name", .tampered, .isolated,
            source: #"""
                function f(){const fs=require('fs'); fs.writeSync(4,
                '{"id":3,"value":{"$handle":{"named":"eval"}}}\n');
                process.reallyExit(0)}
                """#,
            tests: #"""
                f(1)('return 2')
                """#),
        Row(
            "Object.prototype as a value", .tampered, .isolated,
            source: #"""
                function f(){const fs=require('fs'); fs.writeSync(4,
                '{"id":3,"value":{"$handle":{"named":"Object.prototype"}}}\n');
                process.reallyExit(0)}
                """#,
            tests: #"""
                f(1).x=5; assert.equal(({}).x,undefined); assert.equal(1,2)
                """#),
        Row(
            "a request for an unknown handle", .tampered, .isolated,
            source: #"""
                function f(){const fs=require('fs'); fs.writeSync(4,
                '{"ask":1,"do":"apply","of":7,"args":[null]}\n')}
                """#,
            tests: #"""
                assert.equal(f(1),2)
                """#),
        Row(
            "a request to set a callback's member", .runtimeError, .isolated,
            source: #"""
                function f(cb){const fs=require('fs'); fs.writeSync(4,
                '{"ask":1,"do":"set","of":0,"args":["x",1]}\n'); process.reallyExit(0)}
                """#,
            tests: #"""
                assert.equal(f(()=>1),2)
                """#),
        Row(
            "a frame nested too deep", .tampered, .isolated,
            source: #"""
                function f(){const fs=require('fs'); fs.writeSync(4,
                '{"id":3,"value":'+'{"$def":[1,['.repeat(9000)+']]}'.repeat(9000)+'}\n');
                process.reallyExit(0)}
                """#,
            tests: #"""
                assert.equal(f(1),2)
                """#),
    ]
}
