-- | The judge's calls as trees.
module AssayNode (Node(..), named, parsed, letters, spelled, Fault(..)) where

import Control.Exception (Exception)
import Data.Bits (shiftL, shiftR, (.&.), (.|.))
import qualified Data.ByteString as B
import qualified Data.ByteString.Char8 as C
import Data.Char (chr, isAlpha, isAlphaNum, isDigit, ord)
import Data.IORef
import qualified Data.Map.Strict as M
import Data.Word (Word8)
import Numeric (readHex)

data Node
    = Null
    | Truth Bool
    | Number B.ByteString -- ^ Its digits, or @nan@, @inf@, @-inf@.
    | Text B.ByteString -- ^ WTF-8.
    | Bytes B.ByteString
    | List [Node]
    | Tuple [Node]
    | Set [Node]
    | Dict [(Node, Node)]
    | Other String -- ^ What no type of Haskell is given.

-- | Why a call has no value.
data Fault
    = Unfit String
    | Cannot String
    | Raised String String -- ^ Type and message.
    deriving Show

instance Exception Fault

named :: Node -> String
named node = case node of
    Null -> "null"
    Truth _ -> "a truth value"
    Number digits -> take 60 (C.unpack digits)
    Text _ -> "a string"
    Bytes _ -> "bytes"
    List _ -> "a list"
    Tuple _ -> "a tuple"
    Set _ -> "a set"
    Dict _ -> "a dict"
    Other tag -> "a " ++ drop 1 tag

-- | What bytes of WTF-8 spell.
letters :: B.ByteString -> String
letters text = case B.uncons text of
    Nothing -> []
    Just (first, rest)
        | first < 0x80 -> chr (fromIntegral first) : letters rest
        | first < 0xe0 -> more 1 (fromIntegral first .&. 0x1f) rest
        | first < 0xf0 -> more 2 (fromIntegral first .&. 0x0f) rest
        | otherwise -> more 3 (fromIntegral first .&. 0x07) rest
  where
    more :: Int -> Int -> B.ByteString -> String
    more count start rest =
        let (bytes, after) = B.splitAt count rest
            add sum' byte = shiftL sum' 6 .|. (fromIntegral byte .&. 0x3f)
            code = B.foldl' add start bytes
        in (if code < 0x110000 then chr code else '\xfffd') : letters after

data Scanner = Scanner
    { text :: B.ByteString
    , place :: IORef Int
    , known :: IORef (M.Map B.ByteString Node)
    }

parsed :: B.ByteString -> IO Node
parsed line = do
    start <- newIORef 0
    none <- newIORef M.empty
    value (Scanner line start none)

next :: Scanner -> IO Char
next from = do
    at <- readIORef (place from)
    return (if at < B.length (text from) then C.index (text from) at else ']')

skip :: Scanner -> IO ()
skip from = modifyIORef' (place from) (+ 1)

isOver :: Scanner -> IO Bool
isOver from = (>= B.length (text from)) <$> readIORef (place from)

value :: Scanner -> IO Node
value from = do
    first <- next from
    case first of
        '"' -> Text <$> string from
        '[' -> skip from >> List <$> items []
        '{' -> skip from >> members from []
        _ -> do
            at <- readIORef (place from)
            let word = C.takeWhile (`notElem` ",:]}") (B.drop at (text from))
            writeIORef (place from) (at + B.length word)
            return $ case C.uncons word of
                Just ('n', _) -> Null
                Just ('t', _) -> Truth True
                Just ('f', _) -> Truth False
                _ -> Number word
  where
    items made = do
        sign <- next from
        if sign == ']' then skip from >> return (reverse made) else do
            item <- value from
            comma <- next from
            if comma == ',' then skip from else return ()
            item `seq` items (item : made)

members :: Scanner -> [(Node, Node)] -> IO Node
members from made = do
    sign <- next from
    over <- isOver from
    if sign == '}' || over then skip from >> return (Dict (reverse made)) else do
        key <- string from
        skip from
        item <- value from
        comma <- next from
        let go = members from ((Text key, item) : made)
        if comma == ',' then skip from >> go
        else if null made && C.take 1 key == C.pack "$" then do
            skip from
            tagged from (C.unpack key) item
        else go

tagged :: Scanner -> String -> Node -> IO Node
tagged from tag body = case (tag, body) of
    ("$tuple", List nodes) -> return (Tuple nodes)
    ("$set", List nodes) -> return (Set nodes)
    ("$frozenset", List nodes) -> return (Set nodes)
    ("$dict", List entries) -> return (Dict [(key, item) | List [key, item] <- entries])
    ("$def", List [Number number, node]) -> do
        modifyIORef' (known from) (M.insert number node)
        return node
    ("$ref", Number number) -> M.findWithDefault (Other tag) number <$> readIORef (known from)
    ("$float", Text word) -> return (Number word)
    ("$str", Text bytes) -> return (Text (decoded bytes))
    ("$bytes", Text bytes) -> return (Bytes (decoded bytes))
    ("$fraction", List [Text upper, Text lower]) ->
        return (Tuple [Number upper, Number lower])
    ("$complex", List [real, imaginary]) -> return (Tuple [real, imaginary])
    _ -> return (Other tag)

string :: Scanner -> IO B.ByteString
string from = skip from >> B.concat . reverse <$> pieces []
  where
    pieces made = do
        at <- readIORef (place from)
        let plain = C.takeWhile (\letter -> letter /= '"' && letter /= '\\') (B.drop at (text from))
        writeIORef (place from) (at + B.length plain + 1)
        let end = at + B.length plain
            isClosed = end >= B.length (text from) || C.index (text from) end == '"'
        if isClosed then return (plain : made) else do
            escape <- next from
            skip from
            piece <- case escape of
                'n' -> return "\n"
                't' -> return "\t"
                'r' -> return "\r"
                'b' -> return "\b"
                'f' -> return "\f"
                'u' -> (: []) . chr <$> unit
                other -> return [other]
            pieces (B.pack (concatMap spelled piece) : plain : made)
    unit = do
        code <- hex
        escape <- next from
        if code .&. 0xfc00 == 0xd800 && escape == '\\' then do
            modifyIORef' (place from) (+ 2)
            low <- hex
            return (0x10000 + shiftL (code .&. 0x3ff) 10 + (low .&. 0x3ff))
        else return code
    hex = do
        at <- readIORef (place from)
        writeIORef (place from) (at + 4)
        return $ case readHex (C.unpack (B.take 4 (B.drop at (text from)))) of
            [(code, "")] -> code
            _ -> 0xfffd

spelled :: Char -> [Word8]
spelled letter
    | code < 0x80 = [fromIntegral code]
    | code < 0x800 = [top 0xc0 6, low 0]
    | code < 0x10000 = [top 0xe0 12, low 6, low 0]
    | otherwise = [top 0xf0 18, low 12, low 6, low 0]
  where
    code = ord letter
    top mark by = fromIntegral (mark .|. shiftR code by)
    low by = fromIntegral (0x80 .|. (shiftR code by .&. 0x3f))

decoded :: B.ByteString -> B.ByteString
decoded bytes = B.pack (whole (map digit (filter isDigit64 (C.unpack bytes))))
  where
    isDigit64 letter = letter < '\x80' && isAlphaNum letter || letter == '+' || letter == '/'
    digit :: Char -> Int
    digit letter
        | isDigit letter = ord letter + 4
        | letter == '+' = 62
        | letter == '/' = 63
        | isAlpha letter && letter < 'a' = ord letter - 65
        | otherwise = ord letter - 71
    whole (a : b : c : d : rest) = bytesOf 3 (join [a, b, c, d]) ++ whole rest
    whole [a, b, c] = bytesOf 2 (join [a, b, c, 0])
    whole [a, b] = bytesOf 1 (join [a, b, 0, 0])
    whole _ = []
    join = foldl (\sum' part -> shiftL sum' 6 .|. part) 0
    bytesOf count bits = take count [fromIntegral (shiftR bits by) | by <- [16, 8, 0]]
