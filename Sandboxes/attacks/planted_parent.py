import os

os.makedirs("folder", exist_ok=True)
with open("folder/result", "w") as file:
    file.write("honest")
os.rename("folder", "moved")
# The folder that the result is read from is now another one.
os.symlink("/etc", "folder")
os.symlink("/etc/passwd", "moved/passwd")
print("CONTAINED: the folder is a link")
