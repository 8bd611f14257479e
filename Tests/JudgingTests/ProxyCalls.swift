@testable import Judging

extension ProxyTests {
    static let calls: [Row] = [
        Row(
            "calls within calls, as many as in one process", .accepted, .isolated,
            source: """
                def memoize(f):
                    seen = {}
                    def known(n):
                        if n not in seen: seen[n] = f(n)
                        return seen[n]
                    return known
                """,
            asserts: [
                """
                @memoize
                def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
                assert fib(450) % 1000 == 600
                """
            ]),
        Row(
            "calls within calls without an end", .runtimeError, .isolated,
            source: "def again(f): return f(f)",
            asserts: ["def f(g): return again(g)\nassert f(f) == 1"]),
        Row(
            "callbacks of every kind", .accepted, .isolated,
            source: """
                def apply(f, xs): return [f(x) for x in xs]
                """,
            asserts: [
                """
                assert apply(lambda x: x*2, [1,2]) == [2,4]
                """,
                """
                assert apply(str, [1]) == ['1']
                """,
                """
                import operator
                assert apply(operator.neg,[1])==[-1]
                """,
                """
                def g(x):
                    return apply(lambda y:y+x,[1])
                assert apply(g,[1,2])==[[2],[3]]
                """,
            ]),
        Row(
            "a callback that raises", .accepted, .isolated,
            source: """
                def safe(f):
                    try: return f()
                    except ValueError as e: return 'v:'+str(e)
                """,
            asserts: [
                """
                def b(): raise ValueError('no')
                assert safe(b)=='v:no'
                """
            ]),
        Row(
            "a function that is returned", .accepted, .isolated,
            source: """
                def adder(n): return lambda x: x+n
                """,
            asserts: [
                """
                assert adder(3)(4)==7
                """
            ]),
        Row(
            "a decorator of the source's", .accepted, .isolated,
            source: """
                def memo(f):
                    import functools
                    c={}
                    @functools.wraps(f)
                    def w(*a):
                        if a not in c: c[a]=f(*a)
                        return c[a]
                    return w
                """,
            asserts: [
                """
                n=[]
                @memo
                def sq(x):
                    n.append(x); return x*x
                assert sq(3)==9 and sq(3)==9 and n==[3]
                """,
                """
                assert sum([1])==1
                """,
            ]),
        Row(
            "a generator without an end", .accepted, .isolated,
            source: """
                def fib():
                    a,b=0,1
                    while True:
                        yield a
                        a,b=b,a+b
                """,
            asserts: [
                """
                from itertools import islice
                assert list(islice(fib(),6))==[0,1,1,2,3,5]
                """,
                """
                g=fib(); assert next(g)==0 and next(g)==1
                """,
                """
                for i,x in zip(range(3),fib()): assert x==[0,1,1][i]
                """,
            ]),
        Row(
            "iterators as arguments", .accepted, .isolated,
            source: """
                def take(it,n):
                    return [next(it) for _ in range(n)]
                def total(it): return sum(it)
                """,
            asserts: [
                """
                assert take(iter([1,2,3]),2)==[1,2]
                """,
                """
                assert total(x for x in [1,2])==3
                """,
                """
                def g():
                    yield 1
                    yield 2
                assert total(g())==3
                """,
            ]),
        Row(
            "a callback that changes what it is given", .accepted, .isolated,
            source: """
                def f(g): 
                    l=[1]
                    g(l)
                    return l
                """,
            asserts: [
                """
                def g(l): l.append(2)
                assert f(g)==[1,2]
                """
            ]),
        Row(
            "lazy values", .accepted, .isolated,
            source: """
                def f(): return map(str,[1,2])
                def d(): return {1:2}.items()
                """,
            asserts: [
                """
                assert list(f())==['1','2']
                """,
                """
                assert sorted(d())==[(1,2)]
                """,
            ]),
        Row(
            "calls to and fro", .accepted, .isolated,
            source: """
                def fix(f,n): return f(fix,f,n)
                """,
            asserts: [
                """
                assert fix(lambda s,f,n: 1 if n==0 else n*s(f,n-1),5)==120
                """
            ]),
        Row(
            "one function of the source's given to another", .accepted, .isolated,
            source: """
                def twice(f,x): return f(f(x))
                def inc(x): return x+1
                """,
            asserts: [
                """
                assert twice(inc,1)==3
                """
            ]),
        Row(
            "values sent into a generator", .accepted, .isolated,
            source: """
                def acc():
                    t=0
                    while True:
                        v=yield t
                        t+=v or 0
                """,
            asserts: [
                """
                g=acc(); next(g); assert g.send(5)==5; assert g.send(2)==7
                """
            ]),
        Row(
            "calls from several threads", .accepted, .isolated,
            source: """
                def inc(x): return x + 1
                """,
            asserts: [
                """
                from concurrent.futures import ThreadPoolExecutor
                with ThreadPoolExecutor(4) as pool:
                    assert list(pool.map(inc, range(20))) == list(range(1, 21))
                """
            ]),
        Row(
            "asynchronous functions", .accepted, .sealed,
            source: """
                import asyncio
                async def double(x):
                    await asyncio.sleep(0)
                    return x * 2
                """,
            asserts: [
                """
                import asyncio
                assert asyncio.run(double(3)) == 6
                """
            ]),
        Row(
            "what exceptions carry", .accepted, .isolated,
            source: """
                import sys
                Invalid = ValueError
                class ParseError(ValueError): pass
                def leave(): sys.exit(3)
                def check(x): raise Invalid('no')
                def parse(x):
                    try: int(x)
                    except ValueError as error: raise ParseError('bad') from error
                """,
            asserts: [
                """
                try: leave()
                except SystemExit as error: assert error.code == 3
                else: assert False
                """,
                """
                try: check(1)
                except Invalid as error: assert str(error) == 'no'
                else: assert False
                """,
                """
                try: parse('q')
                except ParseError as error: assert isinstance(error.__cause__, ValueError)
                else: assert False
                """,
            ]),
        Row(
            "a decorator that keeps a docstring", .accepted, .isolated,
            source: """
                import functools
                def twice(function):
                    @functools.wraps(function)
                    def wrapped(*given): return function(*given) * 2
                    return wrapped
                """,
            asserts: [
                """
                @twice
                def add(a, b):
                    'adds'
                    return a + b
                assert add(1, 2) == 6 and add.__doc__ == 'adds' and add.__name__ == 'add'
                """
            ]),
        Row(
            "tests that import what they call, and unittest's own end", .accepted, .isolated,
            source: """
                def f(x): return x + 1
                """,
            asserts: [
                """
                import unittest
                from solution import f
                class T(unittest.TestCase):
                    def test_one(self): self.assertEqual(f(1), 2)
                if __name__ == '__main__': unittest.main()
                """
            ]),
        Row(
            "generators by their kind", .accepted, .isolated,
            source: """
                def count(n):
                    for i in range(n): yield i
                """,
            asserts: [
                """
                import types
                assert isinstance(count(3), types.GeneratorType)
                assert hasattr(count(3), '__next__') and list(count(3)) == [0, 1, 2]
                """
            ]),
    ]
}
