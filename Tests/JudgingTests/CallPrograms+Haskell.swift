import Judging

extension CallPrograms {
    static let haskellTypes = Program(
        language: "haskell", entryPoint: "Main.go",
        source: """
            {-# LANGUAGE ExistentialQuantification #-}
            -- module Other (
            module Main
              ( main  -- )
              ) where
            import Control.Exception
            import Data.Array
            import qualified Data.ByteString as B
            import Data.IORef
            import Data.Int
            import qualified Data.IntMap as IM
            import qualified Data.Map.Strict as M
            import Data.Ratio
            import qualified Data.Set as S
            import qualified Data.Text as T
            data Shape = Dot | Circle { radius :: Double } | Box Int Int
            data Tree a = Leaf | Node (Tree a) a (Tree a)
            data Point = Point { px :: Int, py :: Maybe Int } deriving (Eq, Ord)
            newtype Name = Name { unName :: String }
            data Bad = Bad Int | Worse deriving Show
            instance Exception Bad
            data Hidden = forall a. Show a => Hidden a
            type Row = [Int]
            go :: String -> M.Map String Row -> IM.IntMap Char -> S.Set Point -> T.Text
                -> B.ByteString -> IORef Int -> Array Int Double -> (Int8, Integer) -> [Shape]
                -> Tree Int -> Name -> Either Int Bool -> ()
                -> IO (String, M.Map String Row, IM.IntMap Char, S.Set Point, T.Text,
                    B.ByteString, Array Int Double,
                    ((Int8, Integer), [Shape], Tree Int, Name, Either Int Bool, Rational,
                        Maybe Hidden))
            go s m im set t b cell array pair shapes tree name e () = do
                putStrLn "noise"
                case s of
                    "e" -> error "no"
                    "b" -> throwIO (Bad 3)
                    "w" -> throwIO Worse
                    "u" -> ioError (userError "mine")
                    "d" -> print (1 `div` (length s - 1))
                    _ -> return ()
                modifyIORef cell (+ 1)
                return (s, M.insert "new" [1] m, im, set, t, b, fmap (/ 3) array,
                    (pair, shapes, tree, name, e, 3 % 4,
                        if s == "h" then Just (Hidden s) else Nothing))
            main :: IO ()
            main = fail "own main"
            """,
        rows: [
            .init(haskellArguments("é"), haskellResult("é")),
            .init(haskellArguments("é"), haskellResult("e"), .wrongAnswer),
            .init(haskellArguments("x"), "8", observe: 6),
            .init(haskellArguments("x"), "[1.0,2.0]", observe: 7),
            .init(haskellArguments("h"), "null", .wrongAnswer),
            .init(haskellArguments("e"), raises: "ErrorCall: no"),
            .init(haskellArguments("b"), raises: "Bad: Bad 3"),
            .init(haskellArguments("w"), raises: "Worse"),
            .init(haskellArguments("u"), raises: "IOException: mine"),
            .init(haskellArguments("d"), raises: "DivideByZero: divide by zero"),
            .init(haskellArguments("d"), raises: "SomeException"),
            .init(haskellArguments("d"), "null", .runtimeError),
            .init(haskellArguments("x", "-129"), "null", .runtimeError),
            .init("[]", "null", .runtimeError),
        ])

    private static func haskellArguments(_ text: String, _ number: String = "-128") -> String {
        """
        ["\(text)",{"a":[5]},{"$dict":[[1,"x"]]},{"$set":[{"px":1,"py":null},{"px":2}]},"tü",
         {"$bytes":"AP8="},7,[1,2],{"$tuple":[\(number),1000000000000000000000]},
         ["Dot",{"Circle":{"radius":0.5}},{"Box":[1,2]}],
         {"Node":["Leaf",3,{"Node":["Leaf",4,"Leaf"]}]},"nm",{"Left":3}]
        """
    }

    private static func haskellResult(_ text: String) -> String {
        """
        {"$tuple":["\(text)",{"a":[5],"new":[1]},{"$dict":[[1,"x"]]},
         {"$set":[{"px":1,"py":null},{"px":2,"py":null}]},"tü",{"$bytes":"AP8="},
         [0.3333333333333333,0.6666666666666666],
         {"$tuple":[{"$tuple":[-128,1000000000000000000000]},
          ["Dot",{"Circle":{"radius":0.5}},{"Box":[1,2]}],
          {"Node":["Leaf",3,{"Node":["Leaf",4,"Leaf"]}]},"nm",{"Left":3},
          {"$fraction":["3","4"]},null]}]}
        """
    }

    static let haskellEndings = Program(
        language: "haskell", entryPoint: "go",
        source: """
            import Control.Exception
            import Control.Monad
            import System.Exit
            import System.Posix.IO
            import System.Posix.Process
            import System.Posix.Signals
            data Bad = Bad deriving Show
            instance Exception Bad
            go :: Int -> IO Int
            go n = do
                putStrLn ("{\\"id\\":" ++ show n ++ ",\\"value\\":42}")
                when (n == 1) (raiseSignal sigABRT)
                when (n == 2) exitSuccess
                when (n == 3) (forever (return ()))
                when (n == 4) (throwIO Bad)
                when (n == 5) (forM_ [0 .. 100] (\\d ->
                    void (fdWrite d "{\\"id\\":2,\\"value\\":42}\\n")
                        `catch` \\e -> const (return ()) (e :: IOException)))
                when (n == 6) (exitImmediately (ExitFailure 3))
                return (if n == 10 then deep 0 else n * 2)
            deep :: Int -> Int
            deep n = if n == -1 then 0 else 1 + deep (n + 1)
            """,
        rows: [
            .init("[4]", raises: "Bad"), .init("[4]", raises: "Exception"),
            .init("[4]", "8", .runtimeError), .init("[6]", "12", .runtimeError),
            .init("[4]", "null", .wrongAnswer, raises: "Other"),
            .init("[10]", raises: "StackOverflow"),
            .init("[9223372036854775808]", "0", .runtimeError), .init("[7.0]", "14"),
        ])
}
