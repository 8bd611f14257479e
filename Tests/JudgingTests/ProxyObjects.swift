@testable import Judging

extension ProxyTests {
    static let objects: [Row] = [
        Row(
            "instances, their attributes and methods", .accepted, .sealed,
            source: """
                class Account:
                    def __init__(self,b): self.balance=b
                    def deposit(self,n): self.balance+=n; return self
                """,
            asserts: [
                """
                a = Account(5); a.deposit(3); assert a.balance == 8
                """,
                """
                a=Account(1)
                assert a.deposit(1).deposit(2).balance == 4
                """,
                """
                assert isinstance(Account(1), Account)
                """,
            ]),
        Row(
            "operators that the source defines", .accepted, .sealed,
            source: """
                class P:
                    def __init__(s,x,y): s.x=x;s.y=y
                    def __eq__(s,o): return s.x==o.x and s.y==o.y
                    def __add__(s,o): return P(s.x+o.x,s.y+o.y)
                    def __mul__(s,k): return P(s.x*k,s.y*k)
                    def __repr__(s): return f'P({s.x}, {s.y})'
                    def __len__(s): return 2
                    def __getitem__(s,i): return (s.x,s.y)[i]
                    def __hash__(s): return hash((s.x,s.y))
                    def __contains__(s,v): return v in (s.x,s.y)
                    def __lt__(s,o): return s.x<o.x
                """,
            asserts: [
                """
                assert P(1,2)+P(1,1) == P(2,3)
                assert (P(1,2)*2).x==2
                """,
                """
                assert repr(P(1,2))=='P(1, 2)'
                """,
                """
                assert len(P(1,2))==2 and P(1,2)[1]==2 and list(P(3,4))==[3,4]
                """,
                """
                assert len({P(1,2),P(1,2)})==1; p=P(0,0); assert p.x==0
                """,
                """
                assert 3 in P(3,4)
                """,
                """
                assert sorted([P(2,0),P(1,0)])[0].x==1
                """,
            ]),
        Row(
            "a context manager", .accepted, .isolated,
            source: """
                from contextlib import contextmanager
                log=[]
                @contextmanager
                def ctx(n):
                    log.append(n)
                    try: yield n*2
                    finally: log.append('end')
                def get(): return list(log)
                """,
            asserts: [
                """
                with ctx(2) as v:
                    assert v==4
                assert get()==[2,'end']
                """
            ]),
        Row(
            "an exception class with a field", .accepted, .isolated,
            source: """
                class StackError(Exception):
                    def __init__(s,m,code=3): super().__init__(m); s.code=code
                class Sub(StackError): pass
                def f(): raise Sub('x')
                """,
            asserts: [
                """
                try:
                    f(); assert False
                except StackError as e:
                    assert e.code==3 and str(e)=='x'
                """
            ]),
        Row(
            "truth and iteration", .accepted, .isolated,
            source: """
                class Stack:
                    def __init__(s): s.items=[]
                    def push(s,x): s.items.append(x)
                    def pop(s): return s.items.pop()
                    def __iter__(s): return iter(s.items)
                    def __bool__(s): return bool(s.items)
                """,
            asserts: [
                """
                s=Stack()
                assert not s
                s.push(1);s.push(2)
                assert s.pop()==2
                assert [x for x in s]==[1]
                assert s.items==[1]
                """
            ]),
        Row(
            "objects of the tests' own classes, changed in place", .accepted, .isolated,
            source: """
                def length(n):
                    c=0
                    while n: c+=1; n=n.next
                    return c
                def rev(n):
                    p=None
                    while n: n.next,p,n=p,n,n.next
                    return p
                """,
            asserts: [
                """
                class N:
                    def __init__(s,v,n=None): s.val=v; s.next=n
                l=N(1,N(2,N(3)))
                assert length(l)==3
                r=rev(l)
                assert (r.val,r.next.val)==(3,2)
                assert r.next.next.val==1
                """
            ]),
        Row(
            "tests that change an object's list", .accepted, .isolated,
            source: """
                class S:
                    def __init__(s): s.items=[]
                    def n(s): return len(s.items)
                """,
            asserts: [
                """
                s=S()
                s.items.append(1)
                assert s.n()==1
                """
            ]),
        Row(
            "an enumeration", .accepted, .isolated,
            source: """
                import enum
                class Color(enum.Enum):
                    RED=1
                def f(): return Color.RED
                """,
            asserts: [
                """
                assert f() == Color.RED
                """,
                """
                assert Color.RED.value==1 and Color.RED.name=='RED'
                """,
                """
                assert Color(1) is Color.RED
                """,
            ]),
        Row(
            "static and class methods", .accepted, .isolated,
            source: """
                class M:
                    K=5
                    @staticmethod
                    def add(a,b): return a+b
                    @classmethod
                    def make(cls): return cls()
                    def v(s): return 9
                """,
            asserts: [
                """
                assert M.add(1,2)==3 and M.K==5 and M.make().v()==9
                """
            ]),
        Row(
            "an iterator class", .accepted, .isolated,
            source: """
                class R:
                    def __init__(s,n): s.n=n
                    def __iter__(s):
                        s.i=0
                        return s
                    def __next__(s):
                        if s.i>=s.n: raise StopIteration
                        s.i+=1
                        return s.i
                """,
            asserts: [
                """
                assert list(R(3))==[1,2,3]
                assert R(1).n==1
                """,
                """
                assert sum(R(3))==6
                """,
            ]),
        Row(
            "a file of the tests'", .accepted, .isolated,
            source: """
                def f(o): o.write('hi'); return o.tell()
                """,
            asserts: [
                """
                import io
                b=io.StringIO()
                assert f(b)==2 and b.getvalue()=='hi'
                """
            ]),
        Row(
            "attributes that the tests set", .accepted, .isolated,
            source: """
                class C:
                    pass
                def g(c): return c.x
                """,
            asserts: [
                """
                c=C()
                c.x=4
                assert g(c)==4
                """
            ]),
        Row(
            "a type as a value", .accepted, .isolated,
            source: """
                def f(x): return type(x)
                """,
            asserts: [
                """
                assert f(5) is int
                """
            ]),
    ]
}
